import { type OperationPlan, service } from './operation.ts';

const roleResource = (name: string) => [
  { accountId: '<account>', type: 'AWS::IAM::Role', ARN: `arn:aws:iam::<account>:role/${name}` },
];
const sts = service('sts');
const credentials = {
  accessKeyId: 'ASIA<upper:16>',
  sessionToken: 'IQoJb3JpZ2luX2VjE<token:32>',
  expiration: '<time>',
};
const roleArn = 'arn:aws:iam::<account>:role/<role>';
const assumedRoleUser = {
  assumedRoleId: 'AROA<upper:17>:<word>',
  arn: 'arn:aws:sts::<account>:assumed-role/<role>/<word>',
};

const signIn = service('signin', { eventType: 'AwsConsoleSignIn' });

const tokens: readonly OperationPlan[] = [
  signIn.write(
    'ConsoleLogin',
    null,
    { ConsoleLogin: 'Success' },
    {
      additional: {
        LoginTo: 'https://<region>.console.aws.amazon.com/console/home',
        MobileVersion: 'No',
        MFAIdentifier: 'arn:aws:iam::<account>:mfa/<word>',
        MFAUsed: 'Yes',
      },
    },
  ),
  signIn.write(
    'SwitchRole',
    null,
    { SwitchRole: 'Success' },
    {
      additional: {
        SwitchFrom: 'arn:aws:iam::<account>:role/<role>',
        RedirectTo: 'https://console.aws.amazon.com/console/home',
      },
    },
  ),
  sts.read(
    'AssumeRole',
    {
      roleArn,
      roleSessionName: '<word>',
      '?30 durationSeconds': '<#pick:900|3600>',
      '?20 externalId': '<uuid>',
    },
    { response: { credentials, assumedRoleUser }, resources: roleResource('<role>') },
  ),
  sts.read(
    'AssumeRoleWithWebIdentity',
    {
      roleArn,
      roleSessionName: '<pick:GitHubActions|botocore-session-1732000000|aws-sdk-java-1732000000000>',
      '?30 durationSeconds': 3600,
    },
    { resources: roleResource('<role>'), errors: [['InvalidIdentityToken', 'Token is expired']] },
  ),
  sts.read('GetCallerIdentity'),
  sts.read('DecodeAuthorizationMessage', { encodedMessage: 'HIDDEN_DUE_TO_SECURITY_REASONS' }),
  sts.read('GetSessionToken', { durationSeconds: 43_200 }),
];

const iam = service('iam', { errors: [['NoSuchEntityException', 'The entity cannot be found.']] });
const policyArn = 'arn:aws:iam::<account>:policy/<word>-access';
const iamRole = {
  path: '/',
  roleName: '<name>',
  roleId: 'AROA<upper:17>',
  arn: 'arn:aws:iam::<account>:role/<name>',
  createDate: '<now>',
  assumeRolePolicyDocument: '%7B%22Version%22%3A%222012-10-17%22%7D',
  tags: [{ key: 'team', value: '<team>' }],
};

const identities: readonly OperationPlan[] = [
  iam.read('GetRole', { roleName: '<role>' }),
  iam.read('ListRoles', { maxItems: 1000 }),
  iam.read('ListUsers', { maxItems: 1000 }),
  iam.read('GetUser', { userName: '<word>-ci' }),
  iam.read('ListAttachedRolePolicies', { roleName: '<role>' }),
  iam.read('ListRolePolicies', { roleName: '<role>' }),
  iam.read('GetRolePolicy', { roleName: '<role>', policyName: '<word>-inline' }),
  iam.read('GetPolicy', { policyArn }),
  iam.read('GetPolicyVersion', { policyArn, versionId: 'v<int:1:40>' }),
  iam.read('ListPolicyVersions', { policyArn }),
  iam.read('ListInstanceProfilesForRole', { roleName: '<role>' }),
  iam.read('ListAccessKeys', { userName: '<word>-ci' }),
  iam.read('GetAccessKeyLastUsed', { accessKeyId: 'AKIA<upper:16>' }),
  iam.read('ListMFADevices', { userName: '<word>-ci' }),
  iam.read('GetAccountSummary'),
  iam.read('GetAccountPasswordPolicy'),
  iam.read('GetCredentialReport'),
  iam.read('GenerateCredentialReport'),
  iam.read('ListOpenIDConnectProviders'),
  iam.read('SimulatePrincipalPolicy', {
    policySourceArn: roleArn,
    actionNames: ['s3:GetObject', 'kms:Decrypt'],
    resourceArns: ['arn:aws:s3:::<bucket>/*'],
  }),
  iam.write(
    'CreateRole',
    {
      roleName: '<name>',
      description: 'Managed by Terraform',
      assumeRolePolicyDocument:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
      maxSessionDuration: 3600,
      tags: [{ key: 'team', value: '<team>' }],
    },
    { role: iamRole },
  ),
  iam.write('DeleteRole', { roleName: '<role>' }),
  iam.write('TagRole', {
    roleName: '<role>',
    tags: [
      { key: 'team', value: '<team>' },
      { key: 'repository', value: '<repository>' },
    ],
  }),
  iam.write('AttachRolePolicy', { roleName: '<role>', policyArn }),
  iam.write('DetachRolePolicy', { roleName: '<role>', policyArn }),
  iam.write(
    'CreatePolicy',
    {
      policyName: '<name>',
      policyDocument:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::<bucket>/*"}]}',
      tags: [],
    },
    {
      policy: {
        policyName: '<name>',
        policyId: 'ANPA<upper:17>',
        arn: 'arn:aws:iam::<account>:policy/<name>',
        path: '/',
        defaultVersionId: 'v1',
        attachmentCount: 0,
        permissionsBoundaryUsageCount: 0,
        isAttachable: true,
        createDate: '<now>',
        updateDate: '<now>',
      },
    },
  ),
  iam.write(
    'CreateInstanceProfile',
    { instanceProfileName: '<name>' },
    {
      instanceProfile: {
        path: '/',
        instanceProfileName: '<name>',
        instanceProfileId: 'AIPA<upper:17>',
        arn: 'arn:aws:iam::<account>:instance-profile/<name>',
        createDate: '<now>',
        roles: [],
      },
    },
  ),
  iam.write(
    'CreateServiceLinkedRole',
    { aWSServiceName: '<pick:ecs|autoscaling|elasticache|rds>.amazonaws.com' },
    { role: iamRole },
  ),
];

const kms = service('kms', {
  resources: [
    { accountId: '<account>', type: 'AWS::KMS::Key', ARN: 'arn:aws:kms:<region>:<account>:key/<kmsKey>' },
  ],
});
/** Each service describes what it decrypts in its own terms: the long tail of KMS. */
const encryptionContexts = [
  { 'aws:s3:arn': 'arn:aws:s3:::<bucket>' },
  { 'aws:s3:arn': 'arn:aws:s3:::<bucket>/<key>' },
  { SecretARN: 'arn:aws:secretsmanager:<region>:<account>:secret:<secret>', SecretVersionId: '<uuid>' },
  { PARAMETER_ARN: 'arn:aws:ssm:<region>:<account>:parameter<parameter>' },
  { 'aws:lambda:FunctionArn': 'arn:aws:lambda:<region>:<account>:function:<function>' },
  { 'aws:ebs:id': '<volume>' },
  { 'aws:rds:dbc-id': 'cluster-<upper:26>', 'aws:rds:db-id': 'db-<upper:26>' },
  { 'aws:dynamodb:tableName': '<table>', 'aws:dynamodb:subscriberId': '<account>' },
  { 'aws:sqs:arn': 'arn:aws:sqs:<region>:<account>:<queue>' },
  { 'aws:sns:topicArn': 'arn:aws:sns:<region>:<account>:<topic>' },
  { 'aws:kinesis:arn': 'arn:aws:kinesis:<region>:<account>:stream/<dataStream>' },
  { 'aws:logs:arn': 'arn:aws:logs:<region>:<account>:log-group:<logGroup>' },
  {
    'aws:cloudtrail:arn': 'arn:aws:cloudtrail:<region>:<account>:trail/organisation',
    'aws:s3:arn': 'arn:aws:s3:::<bucket>',
  },
  { glue_catalog_id: '<account>' },
  { 'aws:elasticfilesystem:filesystem:id': 'fs-0<hex:16>' },
];
const key = 'arn:aws:kms:<region>:<account>:key/<kmsKey>';

const encryption: readonly OperationPlan[] = [
  ...encryptionContexts.flatMap((encryptionContext) => [
    kms.read('Decrypt', { encryptionContext, encryptionAlgorithm: 'SYMMETRIC_DEFAULT', '?30 keyId': key }),
    kms.read('GenerateDataKey', { keyId: key, encryptionContext, keySpec: 'AES_256' }),
  ]),
  kms.read('DescribeKey', { keyId: key }),
  kms.read('ListAliases', { limit: 100 }, { resources: undefined }),
  kms.read('GetKeyPolicy', { keyId: '<kmsKey>', policyName: 'default' }),
  kms.read('GetKeyRotationStatus', { keyId: '<kmsKey>' }),
  kms.read('ListResourceTags', { keyId: '<kmsKey>' }),
  kms.write(
    'CreateGrant',
    {
      keyId: key,
      granteePrincipal: roleArn,
      operations: ['Decrypt', 'GenerateDataKeyWithoutPlaintext', 'CreateGrant'],
      constraints: { encryptionContextSubset: { 'aws:ebs:id': '<volume>' } },
    },
    { grantId: '<hex:64>', keyId: key },
  ),
  kms.write(
    'CreateKey',
    {
      description: '<name>',
      keyUsage: 'ENCRYPT_DECRYPT',
      keySpec: 'SYMMETRIC_DEFAULT',
      origin: 'AWS_KMS',
      multiRegion: false,
      bypassPolicyLockoutSafetyCheck: false,
      tags: [{ tagKey: 'team', tagValue: '<team>' }],
    },
    {
      keyMetadata: {
        aWSAccountId: '<account>',
        keyId: '<uuid:key>',
        arn: 'arn:aws:kms:<region>:<account>:key/<uuid:key>',
        creationDate: '<now>',
        enabled: true,
        description: '<name>',
        keyUsage: 'ENCRYPT_DECRYPT',
        keyState: 'Enabled',
        origin: 'AWS_KMS',
        keyManager: 'CUSTOMER',
        customerMasterKeySpec: 'SYMMETRIC_DEFAULT',
        keySpec: 'SYMMETRIC_DEFAULT',
        encryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
        multiRegion: false,
      },
    },
  ),
  kms.write('EnableKeyRotation', { keyId: '<kmsKey>', rotationPeriodInDays: 365 }),
];

const secrets = service('secretsmanager');
const ssm = service('ssm');
const guardduty = service('guardduty');
const securityhub = service('securityhub');
const config = service('config');
const cloudtrail = service('cloudtrail');
const organizations = service('organizations');
const sso = service('sso');
const inspector = service('inspector2');
const accessAnalyzer = service('access-analyzer');
const secretId = 'arn:aws:secretsmanager:<region>:<account>:secret:<secret>';

const management: readonly OperationPlan[] = [
  secrets.read('GetSecretValue', { secretId, '?30 versionStage': 'AWSCURRENT' }),
  secrets.read('DescribeSecret', { secretId }),
  secrets.read('ListSecrets', { maxResults: 100, includePlannedDeletion: false }),
  secrets.read('GetResourcePolicy', { secretId }),
  secrets.write(
    'PutSecretValue',
    { secretId, clientRequestToken: '<uuid>', versionStages: ['AWSPENDING'] },
    { arn: secretId },
  ),
  secrets.write(
    'CreateSecret',
    {
      name: '<word>/<name>',
      description: 'database credentials',
      clientRequestToken: '<uuid>',
      kmsKeyId: 'alias/<word>',
      tags: [{ key: 'team', value: '<team>' }],
      forceOverwriteReplicaSecret: false,
    },
    { arn: 'arn:aws:secretsmanager:<region>:<account>:secret:<word>/<name>-<hex:6>' },
  ),
  ssm.read(
    'GetParameter',
    { name: '<parameter>', withDecryption: '<#bool>' },
    { errors: [['ParameterNotFound', '']] },
  ),
  ssm.read('GetParameters', { names: ['<parameter>', '<parameter:b>'], withDecryption: true }),
  ssm.read('GetParametersByPath', {
    path: '/<word>/',
    recursive: true,
    withDecryption: false,
    maxResults: 10,
  }),
  ssm.read('DescribeInstanceInformation', { maxResults: 50, filters: [] }),
  ssm.read('ListInstanceAssociations', { instanceId: '<instance>', maxResults: 20 }),
  ssm.read('DescribeParameters', {
    parameterFilters: [{ key: 'Name', option: 'BeginsWith', values: ['/<word>'] }],
    maxResults: 50,
  }),
  ssm.write('UpdateInstanceInformation', {
    instanceId: '<instance>',
    agentVersion: '3.3.1345.0',
    agentStatus: 'Active',
    platformType: 'Linux',
    platformName: 'Amazon Linux',
    platformVersion: '2023',
    iPAddress: '<privateIp>',
    computerName: 'ip-10-0-0-1.<region>.compute.internal',
    agentName: 'amazon-ssm-agent',
    availabilityZone: '<zone>',
    sourceType: 'AWS::EC2::Instance',
  }),
  ssm.write(
    'PutParameter',
    {
      name: '<parameter>',
      type: '<pick:String|SecureString>',
      value: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      overwrite: true,
      '?30 tier': 'Standard',
      '?20 allowedPattern': '.*',
    },
    { version: '<#int:1:90>', tier: 'Standard' },
  ),
  ssm.write('PutInventory', {
    instanceId: '<instance>',
    items: [
      { typeName: 'AWS:Application', schemaVersion: '1.1', captureTime: '<now>', contentHash: '<hex:32>' },
    ],
  }),
  ssm.write('OpenDataChannel', { sessionId: 'ecs-execute-command-<hex:17>' }),
  guardduty.read('ListDetectors'),
  guardduty.read('GetDetector', { detectorId: '<hex:32>' }),
  guardduty.read('ListFindings', {
    detectorId: '<hex:32>',
    findingCriteria: {
      criterion: {
        'service.archived': { equals: ['false'] },
        '?50 severity': { gte: 4 },
        '?20 updatedAt': { gte: '<#epochMs>' },
      },
    },
    maxResults: 50,
  }),
  guardduty.read('GetFindings', { detectorId: '<hex:32>', findingIds: ['<hex:32>'] }),
  securityhub.read('GetFindings', {
    filters: {
      recordState: [{ value: 'ACTIVE', comparison: 'EQUALS' }],
      '?50 severityLabel': [{ value: 'HIGH', comparison: 'EQUALS' }],
      '?30 productName': [{ value: 'GuardDuty', comparison: 'EQUALS' }],
      '?20 awsAccountId': [{ value: '<account>', comparison: 'EQUALS' }],
    },
    maxResults: 100,
  }),
  securityhub.read('GetEnabledStandards'),
  securityhub.write(
    'BatchImportFindings',
    {
      findings: [
        {
          schemaVersion: '2018-10-08',
          id: 'arn:aws:inspector2:<region>:<account>:finding/<hex:32>',
          productArn: 'arn:aws:securityhub:<region>::product/aws/inspector',
          awsAccountId: '<account>',
          types: ['Software and Configuration Checks/Vulnerabilities/CVE'],
          createdAt: '<time>',
        },
      ],
    },
    { failedCount: 0, successCount: 1, failedFindings: [] },
  ),
  config.read('DescribeConfigRules', { configRuleNames: ['<name>'] }),
  config.read('DescribeConfigurationRecorderStatus'),
  config.read('GetComplianceDetailsByConfigRule', {
    configRuleName: 'required-tags',
    complianceTypes: ['NON_COMPLIANT'],
    limit: 100,
  }),
  config.read('SelectResourceConfig', { expression: 'SELECT resourceId', limit: 100 }),
  config.write(
    'PutEvaluations',
    {
      evaluations: [
        {
          complianceResourceType: 'AWS::EC2::Instance',
          complianceResourceId: '<instance>',
          complianceType: '<pick:COMPLIANT|NON_COMPLIANT>',
          annotation: '',
          orderingTimestamp: '<now>',
        },
      ],
      resultToken: '<token:80>',
      testMode: false,
    },
    { failedEvaluations: [] },
  ),
  cloudtrail.read('DescribeTrails', { trailNameList: [], includeShadowTrails: true }),
  cloudtrail.read('GetTrailStatus', { name: 'arn:aws:cloudtrail:<region>:<account>:trail/organisation' }),
  cloudtrail.read('GetEventSelectors', { trailName: 'organisation' }),
  cloudtrail.read('LookupEvents', {
    maxResults: 50,
    lookupAttributes: [{ attributeKey: '<pick:EventName|Username|ResourceName>', attributeValue: '<word>' }],
  }),
  organizations.read('ListAccounts', { maxResults: 20 }),
  organizations.read('DescribeOrganization'),
  organizations.read('ListParents', { childId: '<account>' }),
  organizations.read('DescribeAccount', { accountId: '<account>' }),
  sso.read('ListAccountAssignments', {
    instanceArn: 'arn:aws:sso:::instance/ssoins-<hex:16>',
    accountId: '<account>',
    permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-<hex:16>/ps-<hex:16>',
  }),
  inspector.read('ListFindings', {
    filterCriteria: { severity: [{ comparison: 'EQUALS', value: 'CRITICAL' }] },
    maxResults: 100,
  }),
  accessAnalyzer.read('ListFindingsV2', {
    analyzerArn: 'arn:aws:access-analyzer:<region>:<account>:analyzer/organisation',
    maxResults: 100,
  }),
];

export const security: readonly OperationPlan[] = [...tokens, ...identities, ...encryption, ...management];
