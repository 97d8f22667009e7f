import { type OperationPlan, service } from './operation.ts';

const lambda = service('lambda', { errors: [['ResourceNotFoundException', 'Function not found.']] });
const functionArn = 'arn:aws:lambda:<region>:<account>:function:<function>';
const configuration = {
  functionName: '<function>',
  functionArn,
  runtime: '<pick:nodejs22.x|python3.13|java21|provided.al2023>',
  role: 'arn:aws:iam::<account>:role/<role>',
  handler: 'index.handler',
  codeSize: '<#int:2000:40000000>',
  description: '',
  timeout: '<#int:3:900>',
  memorySize: '<#pick:128|256|512|1024|2048>',
  lastModified: '<time>',
  codeSha256: '<token:43>=',
  version: '$LATEST',
  '?40 vpcConfig': {
    subnetIds: ['<subnet>'],
    securityGroupIds: ['<securityGroup>'],
    vpcId: '<vpc>',
    ipv6AllowedForDualStack: false,
  },
  environment: {},
  tracingConfig: { mode: '<pick:PassThrough|Active>' },
  revisionId: '<uuid>',
  '?30 layers': [
    {
      arn: 'arn:aws:lambda:<region>:<account>:layer:<word>-common:<int:1:60>',
      codeSize: '<#int:1000:900000>',
      uncompressedCodeSize: 0,
    },
  ],
  state: 'Active',
  lastUpdateStatus: 'InProgress',
  packageType: 'Zip',
  architectures: ['arm64'],
  ephemeralStorage: { size: 512 },
  snapStart: { applyOn: 'None', optimizationStatus: 'Off' },
  runtimeVersionConfig: { runtimeVersionArn: 'arn:aws:lambda:<region>::runtime:<hex:64>' },
  loggingConfig: { logFormat: 'JSON', logGroup: '/aws/lambda/<function>' },
} as const;

const functions: readonly OperationPlan[] = [
  lambda.read('GetFunction20150331v2', { functionName: '<function>' }),
  lambda.read('GetFunctionConfiguration20150331v2', { functionName: '<function>' }),
  lambda.read('ListFunctions20150331', { maxItems: 50 }),
  lambda.read('ListVersionsByFunction20150331', { functionName: '<function>' }),
  lambda.read('GetPolicy20150331v2', { functionName: '<function>' }),
  lambda.read('ListEventSourceMappings20150331', { functionName: '<function>' }),
  lambda.read('ListTags20170331', {
    resource: 'arn%3Aaws%3Alambda%3A<region>%3A<account>%3Afunction%3A<function>',
  }),
  lambda.write(
    'UpdateFunctionCode20150331v2',
    {
      functionName: functionArn,
      s3Bucket: '<bucket>',
      s3Key: '<word>/<hex:40>.zip',
      publish: '<#bool>',
      dryRun: false,
    },
    configuration,
  ),
  lambda.write(
    'UpdateFunctionConfiguration20150331v2',
    {
      functionName: '<function>',
      '?60 memorySize': '<#pick:128|256|512|1024>',
      '?40 timeout': '<#int:3:900>',
      '?60 environment': {},
      '?20 kMSKeyArn': 'arn:aws:kms:<region>:<account>:key/<kmsKey>',
    },
    configuration,
  ),
  lambda.write(
    'PublishVersion20150331',
    { functionName: '<function>', codeSha256: '<token:43>=' },
    configuration,
  ),
  lambda.write(
    'UpdateAlias20150331',
    {
      functionName: '<function>',
      name: 'live',
      functionVersion: '<int:2:300>',
      '?40 routingConfig': { additionalVersionWeights: { '<int:2:300>': 0.1 } },
    },
    {
      aliasArn: `${functionArn}:live`,
      name: 'live',
      functionVersion: '<int:2:300>',
      description: '',
      revisionId: '<uuid>',
    },
  ),
  lambda.write(
    'AddPermission20150331v2',
    {
      functionName: '<function>',
      statementId: 'allow-<word>',
      action: 'lambda:InvokeFunction',
      principal: 'events.amazonaws.com',
      sourceArn: 'arn:aws:events:<region>:<account>:rule/<rule>',
    },
    {
      statement:
        '{"Sid":"allow-<word>","Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"lambda:InvokeFunction"}',
    },
  ),
  lambda.write(
    'Invoke',
    {
      functionName: functionArn,
      invocationType: '<pick:RequestResponse|Event>',
      '?20 qualifier': 'live',
      '?20 clientContext': '<token:40>',
    },
    null,
    {
      category: 'Data',
      additional: { functionVersion: `${functionArn}:<int:1:300>` },
      resources: [{ accountId: '<account>', type: 'AWS::Lambda::Function', ARN: functionArn }],
      errors: [['TooManyRequestsException', 'Rate exceeded']],
    },
  ),
];

const eks = service('eks');
const sfn = service('states');
const sqs = service('sqs', {
  resources: [
    { accountId: '<account>', type: 'AWS::SQS::Queue', ARN: 'arn:aws:sqs:<region>:<account>:<queue>' },
  ],
});
const sns = service('sns');
const events = service('events');
const topicArn = 'arn:aws:sns:<region>:<account>:<topic>';
const queueUrl = 'https://sqs.<region>.amazonaws.com/<account>/<queue>';
const machineArn = 'arn:aws:states:<region>:<account>:stateMachine:<stateMachine>';

const messaging: readonly OperationPlan[] = [
  eks.read('DescribeCluster', { name: '<cluster>' }),
  eks.read('ListNodegroups', { name: '<cluster>' }),
  eks.read('ListAddons', { name: '<cluster>' }),
  eks.write(
    'UpdateNodegroupConfig',
    {
      name: '<cluster>',
      nodegroupName: 'general',
      scalingConfig: { minSize: 2, maxSize: '<#int:6:40>', desiredSize: '<#int:2:20>' },
      labels: { addOrUpdateLabels: { '<pick:team|tier|pool|workload>': '<word>' } },
      clientRequestToken: '<uuid>',
    },
    {
      update: {
        id: '<uuid>',
        status: 'InProgress',
        type: 'ConfigUpdate',
        params: [{ type: 'MaxSize', value: '20' }],
        createdAt: '<time>',
        errors: [],
      },
    },
  ),
  sfn.write(
    'StartExecution',
    { stateMachineArn: machineArn, name: '<uuid:run>', input: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    {
      executionArn: 'arn:aws:states:<region>:<account>:execution:<stateMachine>:<uuid:run>',
      startDate: '<time>',
    },
  ),
  sfn.read('DescribeExecution', {
    executionArn: 'arn:aws:states:<region>:<account>:execution:<stateMachine>:<uuid>',
  }),
  sfn.read('DescribeStateMachine', { stateMachineArn: machineArn }),
  sqs.read('GetQueueAttributes', { queueUrl, attributeNames: ['All'] }),
  sqs.read('ListQueues', { queueNamePrefix: '<word>' }, { resources: undefined }),
  sqs.write('SetQueueAttributes', {
    queueUrl,
    attributes: {
      visibilityTimeout: '<int:30:900>',
      '?50 redrivePolicy':
        '{"deadLetterTargetArn":"arn:aws:sqs:<region>:<account>:<queue>-dlq","maxReceiveCount":5}',
      '?40 kmsMasterKeyId': 'alias/<word>',
      '?30 messageRetentionPeriod': '<int:86400:1209600>',
    },
  }),
  sqs.write(
    'CreateQueue',
    {
      queueName: '<name>',
      attributes: { visibilityTimeout: '30', '?50 sqsManagedSseEnabled': 'true', '?30 fifoQueue': 'true' },
      tags: { team: '<team>' },
    },
    { queueUrl: 'https://sqs.<region>.amazonaws.com/<account>/<name>' },
  ),
  sqs.read(
    'ReceiveMessage',
    {
      queueUrl,
      maxNumberOfMessages: '<#int:1:10>',
      waitTimeSeconds: 20,
      '?30 visibilityTimeout': '<#int:30:300>',
    },
    { category: 'Data' },
  ),
  sqs.write(
    'SendMessage',
    {
      queueUrl,
      messageBody: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      '?30 messageAttributes': 'HIDDEN_DUE_TO_SECURITY_REASONS',
      '?20 delaySeconds': '<#int:1:60>',
    },
    { messageId: '<uuid>', mD5OfMessageBody: '<hex:32>' },
    { category: 'Data' },
  ),
  sns.read('GetTopicAttributes', { topicArn }),
  sns.read('ListTopics'),
  sns.read('ListSubscriptionsByTopic', { topicArn }),
  sns.read('ListTagsForResource', { resourceArn: topicArn }),
  sns.write(
    'Subscribe',
    {
      topicArn,
      protocol: 'sqs',
      endpoint: 'arn:aws:sqs:<region>:<account>:<queue>',
      attributes: { RawMessageDelivery: 'true' },
      returnSubscriptionArn: true,
    },
    { subscriptionArn: `${topicArn}:<uuid>` },
  ),
  sns.write(
    'Publish',
    { topicArn, message: 'HIDDEN_DUE_TO_SECURITY_REASONS', '?30 subject': 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    { messageId: '<uuid>' },
    { category: 'Data', resources: [{ accountId: '<account>', type: 'AWS::SNS::Topic', ARN: topicArn }] },
  ),
  events.read('ListRules', { eventBusName: 'default', limit: 100 }),
  events.read('DescribeRule', { name: '<rule>', eventBusName: 'default' }),
  events.read('ListTargetsByRule', { rule: '<rule>' }),
  events.write(
    'PutRule',
    {
      name: '<rule>',
      scheduleExpression: 'rate(<int:2:59> minutes)',
      state: 'ENABLED',
      eventBusName: 'default',
    },
    { ruleArn: 'arn:aws:events:<region>:<account>:rule/<rule>' },
  ),
  events.write(
    'PutTargets',
    {
      rule: '<rule>',
      targets: [
        {
          id: '<word>',
          arn: functionArn,
          '?40 inputTransformer': {
            inputPathsMap: { '<pick:source|detail|bucket|key|time>': '$.detail' },
            inputTemplate: 'HIDDEN_DUE_TO_SECURITY_REASONS',
          },
          '?40 retryPolicy': { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
          '?30 deadLetterConfig': { arn: 'arn:aws:sqs:<region>:<account>:<queue>' },
        },
      ],
    },
    { failedEntryCount: 0, failedEntries: [] },
  ),
];

export const applications: readonly OperationPlan[] = [...functions, ...messaging];
