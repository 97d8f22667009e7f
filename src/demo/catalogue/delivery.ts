import { type OperationPlan, service } from './operation.ts';

const logs = service('logs', {
  apiVersion: '20140328',
  errors: [['ResourceAlreadyExistsException', 'The specified log stream already exists']],
});
const monitoring = service('monitoring');
const cloudformation = service('cloudformation');
const codebuild = service('codebuild');
const codepipeline = service('codepipeline');
const xray = service('xray');
const route53 = service('route53', { apiVersion: '2013-04-01' });
const cloudfront = service('cloudfront', { apiVersion: '2020-05-31' });
const apigateway = service('apigateway');
const acm = service('acm');
const wafv2 = service('wafv2', { apiVersion: '2019-07-29' });
const tagging = service('tagging');
const health = service('health');
const cost = service('ce');
const budgets = service('budgets');
const bedrock = service('bedrock');
const stackId = 'arn:aws:cloudformation:<region>:<account>:stack/<stack>/<uuid:stack>';

const observability: readonly OperationPlan[] = [
  logs.write('CreateLogStream', { logGroupName: '<logGroup>', logStreamName: '<now>/[$LATEST]<hex:32>' }),
  logs.write('CreateLogGroup', {
    logGroupName: '<logGroup>',
    '?40 tags': { '<pick:team|service|stage|owner>': '<word>' },
    '?30 kmsKeyId': 'arn:aws:kms:<region>:<account>:key/<kmsKey>',
  }),
  logs.write('PutRetentionPolicy', { logGroupName: '<logGroup>', retentionInDays: '<#pick:30|90|365>' }),
  logs.write('PutSubscriptionFilter', {
    logGroupName: '<logGroup>',
    filterName: 'central',
    filterPattern: '',
    destinationArn: 'arn:aws:firehose:<region>:<account>:deliverystream/<dataStream>',
    roleArn: 'arn:aws:iam::<account>:role/<role>',
  }),
  logs.write('PutMetricFilter', {
    logGroupName: '<logGroup>',
    filterName: '<name>',
    filterPattern: '{ $.level = "error" }',
    metricTransformations: [
      {
        metricName: '<name>',
        metricNamespace: 'App',
        metricValue: '1',
        '?30 defaultValue': 0,
        '?20 dimensions': { '<pick:service|route|tenant|region>': '$.<word>' },
      },
    ],
  }),
  logs.write(
    'StartQuery',
    {
      logGroupNames: ['<logGroup>'],
      startTime: '<#epochMs>',
      endTime: '<#epochMs>',
      queryString: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      limit: 1000,
    },
    { queryId: '<uuid>' },
  ),
  logs.read('GetQueryResults', { queryId: '<uuid>' }),
  logs.read('DescribeLogGroups', { limit: 50, '?50 logGroupNamePrefix': '/aws/lambda' }),
  logs.read('DescribeLogStreams', {
    logGroupName: '<logGroup>',
    orderBy: 'LastEventTime',
    descending: true,
    limit: 50,
  }),
  logs.read('FilterLogEvents', {
    logGroupName: '<logGroup>',
    startTime: '<#epochMs>',
    interleaved: false,
    '?40 filterPattern': 'ERROR',
    '?30 limit': '<#int:50:10000>',
  }),
  logs.read('GetLogEvents', {
    logGroupName: '<logGroup>',
    logStreamName: '<hex:32>',
    startFromHead: true,
    '?50 nextToken': 'f/<hex:56>',
  }),
  monitoring.read('DescribeAlarms', { alarmNames: ['<alarm>'], maxRecords: 100 }),
  monitoring.read('GetMetricData', {
    metricDataQueries: [
      {
        id: 'm1',
        metricStat: {
          metric: {
            namespace: 'AWS/<pick:EC2|RDS|ApplicationELB|Lambda|SQS|ECS>',
            metricName: '<pick:CPUUtilization|Errors|Duration|Latency>',
            dimensions: [{ name: '<pick:InstanceId|FunctionName|LoadBalancer>', value: '<word>' }],
          },
          period: 60,
          stat: '<pick:Average|p99|Sum>',
        },
        returnData: true,
      },
    ],
    startTime: '<time>',
    endTime: '<now>',
  }),
  monitoring.read('ListMetrics', { namespace: 'AWS/<pick:EC2|RDS|Lambda>', recentlyActive: 'PT3H' }),
  monitoring.write('PutMetricAlarm', {
    alarmName: '<alarm>',
    metricName: 'Errors',
    namespace: 'AWS/Lambda',
    statistic: 'Sum',
    period: 60,
    evaluationPeriods: '<#int:1:5>',
    threshold: '<#int:1:50>',
    comparisonOperator: 'GreaterThanThreshold',
    treatMissingData: 'notBreaching',
    actionsEnabled: true,
    alarmActions: ['arn:aws:sns:<region>:<account>:<topic>'],
    dimensions: [{ name: 'FunctionName', value: '<function>' }],
    '?40 alarmDescription': 'too many errors',
    '?30 datapointsToAlarm': 3,
    '?20 tags': [{ key: 'team', value: '<team>' }],
  }),
  monitoring.write(
    'PutDashboard',
    { dashboardName: '<name>', dashboardBody: '{"widgets":[]}' },
    { dashboardValidationMessages: [] },
  ),
  xray.read('GetSamplingRules'),
  xray.read('GetSamplingTargets', {
    samplingStatisticsDocuments: [
      {
        ruleName: 'Default',
        clientID: '<hex:24>',
        timestamp: '<now>',
        requestCount: '<#int:0:900>',
        sampledCount: '<#int:0:90>',
      },
    ],
  }),
];

const building: readonly OperationPlan[] = [
  cloudformation.read(
    'DescribeStacks',
    { stackName: '<stack>' },
    { errors: [['ValidationError', 'Stack does not exist']] },
  ),
  cloudformation.read('DescribeStackEvents', { stackName: '<stack>' }),
  cloudformation.read('ListStackResources', { stackName: '<stack>' }),
  cloudformation.read('GetTemplate', { stackName: '<stack>', templateStage: 'Processed' }),
  cloudformation.write(
    'CreateChangeSet',
    {
      stackName: '<stack>',
      changeSetName: 'release-<hex:8>',
      changeSetType: 'UPDATE',
      capabilities: ['CAPABILITY_NAMED_IAM'],
      templateURL: 'https://s3.<region>.amazonaws.com/<bucket>/<hex:32>.template',
      parameters: [{ parameterKey: 'ImageTag', parameterValue: '<hex:12>' }],
      roleARN: 'arn:aws:iam::<account>:role/<role>',
      '?30 includeNestedStacks': true,
      '?20 importExistingResources': false,
      tags: [{ key: 'team', value: '<team>' }],
    },
    { id: 'arn:aws:cloudformation:<region>:<account>:changeSet/release/<uuid>', stackId },
  ),
  cloudformation.write('ExecuteChangeSet', { stackName: '<stack>', changeSetName: 'release-<hex:8>' }),
  cloudformation.write(
    'UpdateStack',
    {
      stackName: '<stack>',
      templateURL: 'https://s3.<region>.amazonaws.com/<bucket>/<hex:32>.template',
      capabilities: ['CAPABILITY_IAM'],
      parameters: [{ parameterKey: 'Stage', parameterValue: '<accountName>' }],
    },
    { stackId },
  ),
  codebuild.read('BatchGetBuilds', { ids: ['<word>:<uuid>'] }),
  codebuild.read('BatchGetProjects', { names: ['<word>-build'] }),
  codebuild.write(
    'StartBuild',
    {
      projectName: '<word>-build',
      sourceVersion: '<hex:40>',
      '?50 environmentVariablesOverride': [
        { name: '<pick:STAGE|IMAGE_TAG|COMMIT|BRANCH>', value: '<word>', type: 'PLAINTEXT' },
      ],
      '?30 privilegedModeOverride': true,
    },
    {
      build: {
        id: '<word>-build:<uuid:build>',
        arn: 'arn:aws:codebuild:<region>:<account>:build/<word>:<uuid:build>',
        buildNumber: '<#int:1:9000>',
        startTime: '<now>',
        currentPhase: 'QUEUED',
        buildStatus: 'IN_PROGRESS',
        sourceVersion: '<hex:40>',
        projectName: '<word>-build',
        phases: [
          { phaseType: 'SUBMITTED', phaseStatus: 'SUCCEEDED', startTime: '<now>', durationInSeconds: 0 },
        ],
        source: { type: 'CODEPIPELINE', gitCloneDepth: 1, insecureSsl: false },
        artifacts: { location: '' },
        cache: { type: 'NO_CACHE' },
        environment: {
          type: 'LINUX_CONTAINER',
          image: 'aws/codebuild/standard:7.0',
          computeType: 'BUILD_GENERAL1_MEDIUM',
          environmentVariables: [],
          privilegedMode: false,
          imagePullCredentialsType: 'CODEBUILD',
        },
        serviceRole: 'arn:aws:iam::<account>:role/<role>',
        timeoutInMinutes: 60,
        queuedTimeoutInMinutes: 480,
        buildComplete: false,
        initiator: '<actor>',
        encryptionKey: 'arn:aws:kms:<region>:<account>:alias/aws/s3',
        logs: {
          cloudWatchLogs: { status: 'ENABLED' },
          s3Logs: { status: 'DISABLED', encryptionDisabled: false },
        },
      },
    },
  ),
  codepipeline.read('GetPipelineState', { name: '<pipeline>' }),
  codepipeline.read('GetPipelineExecution', { pipelineName: '<pipeline>', pipelineExecutionId: '<uuid>' }),
  codepipeline.write(
    'StartPipelineExecution',
    { name: '<pipeline>', clientRequestToken: '<uuid>' },
    { pipelineExecutionId: '<uuid>' },
  ),
  codepipeline.write(
    'PutApprovalResult',
    {
      pipelineName: '<pipeline>',
      stageName: 'Approve',
      actionName: 'release',
      result: { summary: 'ok', status: 'Approved' },
      token: '<uuid>',
    },
    { approvedAt: '<now>' },
  ),
];

const edge: readonly OperationPlan[] = [
  route53.read('ListHostedZones'),
  route53.read('ListResourceRecordSets', { hostedZoneId: 'Z<upper:20>', maxItems: '300' }),
  route53.read('GetChange', { id: 'C<upper:20>' }),
  route53.write(
    'ChangeResourceRecordSets',
    {
      hostedZoneId: 'Z<upper:20>',
      changeBatch: {
        comment: 'Managed by Terraform',
        changes: [
          {
            action: 'UPSERT',
            resourceRecordSet: {
              name: '<word>.shop.example.com',
              type: '<pick:A|CNAME|TXT>',
              tTL: 300,
              resourceRecords: [{ value: '<awsIp>' }],
              '?20 setIdentifier': '<word>',
              '?20 weight': '<#int:0:100>',
              '?10 healthCheckId': '<uuid>',
            },
          },
        ],
      },
    },
    { changeInfo: { id: '/change/C<upper:20>', status: 'PENDING', submittedAt: '<now>' } },
  ),
  cloudfront.read('GetDistribution', { id: 'E<upper:13>' }),
  cloudfront.read('ListDistributions'),
  cloudfront.write(
    'CreateInvalidation',
    {
      distributionId: 'E<upper:13>',
      invalidationBatch: { callerReference: '<uuid>', paths: { quantity: 1, items: ['/<word>/*'] } },
    },
    {
      location:
        'https://cloudfront.amazonaws.com/2020-05-31/distribution/E<upper:13>/invalidation/I<upper:13>',
      invalidation: {
        id: 'I<upper:13>',
        status: 'InProgress',
        createTime: '<now>',
        invalidationBatch: { callerReference: '<uuid>', paths: { quantity: 1, items: ['/<word>/*'] } },
      },
    },
  ),
  apigateway.read('GetRestApis', { limit: '500' }),
  apigateway.read('GetStages', { restApiId: '<api>' }),
  apigateway.write(
    'CreateDeployment',
    {
      restApiId: '<api>',
      createDeploymentInput: {
        stageName: 'live',
        description: '<hex:8>',
        '?30 variables': { '<pick:alias|backend|version>': '<word>' },
      },
    },
    { id: '<hex:6>', createdDate: '<now>' },
  ),
  apigateway.write(
    'UpdateStage',
    {
      restApiId: '<api>',
      stageName: 'live',
      patchOperations: [{ op: 'replace', path: '/*/*/throttling/rateLimit', value: '<int:100:4000>' }],
    },
    {
      deploymentId: '<hex:6>',
      stageName: 'live',
      cacheClusterEnabled: false,
      methodSettings: {
        '*/*': {
          metricsEnabled: true,
          loggingLevel: 'ERROR',
          throttlingRateLimit: 1000,
          throttlingBurstLimit: 2000,
        },
      },
      tracingEnabled: true,
      lastUpdatedDate: '<now>',
    },
  ),
  acm.read('ListCertificates', { includes: { keyTypes: ['RSA_2048', 'EC_prime256v1'] }, maxItems: 100 }),
  acm.read('DescribeCertificate', { certificateArn: 'arn:aws:acm:<region>:<account>:certificate/<uuid>' }),
  wafv2.read('GetWebACL', { name: '<word>-acl', scope: 'REGIONAL', id: '<uuid>' }),
  wafv2.read('ListWebACLs', { scope: 'REGIONAL', limit: 100 }),
  wafv2.write(
    'UpdateIPSet',
    {
      name: 'partners',
      scope: 'REGIONAL',
      id: '<uuid>',
      addresses: ['198.51.100.<int:0:255>/32'],
      lockToken: '<uuid>',
    },
    { nextLockToken: '<uuid>' },
  ),
  tagging.read('GetResources', { tagFilters: [{ key: 'team', values: ['<team>'] }], resourcesPerPage: 100 }),
  health.read('DescribeEventAggregates', {
    filter: { eventStatusCodes: ['open', 'upcoming'], startTimes: [{ from: '<time>' }] },
    aggregateField: 'eventTypeCategory',
  }),
  cost.read('GetCostAndUsage', {
    timePeriod: { start: '<now>', end: '<now>' },
    granularity: 'DAILY',
    metrics: ['UnblendedCost'],
    groupBy: [{ type: 'DIMENSION', key: 'SERVICE' }],
  }),
  budgets.read('DescribeBudgets', { accountId: '<account>', maxResults: 100 }),
  bedrock.read('InvokeModel', { modelId: 'anthropic.claude-3-5-haiku-20241022-v1:0' }),
];

export const delivery: readonly OperationPlan[] = [...observability, ...building, ...edge];
