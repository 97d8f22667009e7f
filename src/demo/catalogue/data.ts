import { type OperationPlan, service } from './operation.ts';

const tableResource = [
  {
    accountId: '<account>',
    type: 'AWS::DynamoDB::Table',
    ARN: 'arn:aws:dynamodb:<region>:<account>:table/<table>',
  },
];
const dynamodb = service('dynamodb', { resources: tableResource, apiVersion: '2012-08-10' });
const item = {
  category: 'Data',
  errors: [['ConditionalCheckFailedException', 'The conditional request failed']],
} as const;
const keyNames = '<pick:pk|orderId|customerId|sessionId|sku|tenantId>';

const dynamo: readonly OperationPlan[] = [
  dynamodb.read(
    'GetItem',
    {
      tableName: '<table>',
      key: { [keyNames]: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      consistentRead: '<#bool>',
      '?20 projectionExpression': '<word>',
    },
    item,
  ),
  dynamodb.read(
    'Query',
    {
      tableName: '<table>',
      keyConditionExpression: '#k = :v',
      '?60 indexName': 'by-<word>',
      '?40 limit': '<#int:1:200>',
      '?30 scanIndexForward': '<#bool>',
      '?30 expressionAttributeNames': { '#k': 'pk', '?30 #s': 'sk', '?10 #t': 'ttl' },
    },
    item,
  ),
  dynamodb.read(
    'BatchGetItem',
    {
      requestItems: [{ tableName: '<table>', keys: [{ pk: 'HIDDEN_DUE_TO_SECURITY_REASONS' }] }],
      returnConsumedCapacity: 'NONE',
    },
    item,
  ),
  dynamodb.write(
    'PutItem',
    {
      tableName: '<table>',
      key: { [keyNames]: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      items: [keyNames, 'updatedAt', '<word>'],
      '?40 conditionExpression': 'attribute_not_exists(pk)',
    },
    null,
    item,
  ),
  dynamodb.write(
    'UpdateItem',
    {
      tableName: '<table>',
      key: { [keyNames]: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      updateExpression: 'SET #a = :a',
      '?40 returnValues': 'ALL_NEW',
      '?30 expressionAttributeNames': { '#a': '<word>' },
    },
    null,
    item,
  ),
  dynamodb.write(
    'DeleteItem',
    { tableName: '<table>', key: { [keyNames]: 'HIDDEN_DUE_TO_SECURITY_REASONS' } },
    null,
    item,
  ),
  dynamodb.read('DescribeTable', { tableName: '<table>' }),
  dynamodb.read('DescribeContinuousBackups', { tableName: '<table>' }),
  dynamodb.read('DescribeTimeToLive', { tableName: '<table>' }),
  dynamodb.read('ListTagsOfResource', { resourceArn: 'arn:aws:dynamodb:<region>:<account>:table/<table>' }),
  dynamodb.write(
    'UpdateTable',
    {
      tableName: '<table>',
      '?60 billingMode': 'PAY_PER_REQUEST',
      '?40 provisionedThroughput': { readCapacityUnits: '<#int:5:400>', writeCapacityUnits: '<#int:5:400>' },
      '?30 streamSpecification': { streamEnabled: true, streamViewType: 'NEW_AND_OLD_IMAGES' },
    },
    {
      tableDescription: {
        attributeDefinitions: [{ attributeName: 'pk', attributeType: 'S' }],
        tableName: '<table>',
        keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
        tableStatus: 'UPDATING',
        creationDateTime: '<time>',
        provisionedThroughput: { numberOfDecreasesToday: 0, readCapacityUnits: 0, writeCapacityUnits: 0 },
        tableSizeBytes: '<#int:1000:900000000>',
        itemCount: '<#int:10:9000000>',
        tableArn: 'arn:aws:dynamodb:<region>:<account>:table/<table>',
        tableId: '<uuid>',
        billingModeSummary: { billingMode: 'PAY_PER_REQUEST' },
        deletionProtectionEnabled: true,
      },
    },
  ),
];

const rds = service('rds', { errors: [['DBInstanceNotFound', 'DBInstance not found.']] });
const database = {
  dBInstanceIdentifier: '<database>',
  dBInstanceClass: 'db.r7g.<pick:large|xlarge|2xlarge>',
  engine: '<pick:aurora-postgresql|postgres|mysql>',
  dBInstanceStatus: 'available',
  masterUsername: 'app_admin',
  endpoint: {
    address: '<database>.c<hex:11>.<region>.rds.amazonaws.com',
    port: 5432,
    hostedZoneId: 'Z<upper:13>',
  },
  allocatedStorage: '<#int:20:2000>',
  instanceCreateTime: '<time>',
  preferredBackupWindow: '03:00-03:30',
  backupRetentionPeriod: '<#int:7:35>',
  dBSecurityGroups: [],
  vpcSecurityGroups: [{ vpcSecurityGroupId: '<securityGroup>', status: 'active' }],
  dBParameterGroups: [{ dBParameterGroupName: 'default.postgres16', parameterApplyStatus: 'in-sync' }],
  availabilityZone: '<zone>',
  dBSubnetGroup: {
    dBSubnetGroupName: '<word>-db',
    dBSubnetGroupDescription: 'private',
    vpcId: '<vpc>',
    subnetGroupStatus: 'Complete',
    subnets: [
      {
        subnetIdentifier: '<subnet>',
        subnetAvailabilityZone: { name: '<zone>' },
        subnetOutpost: {},
        subnetStatus: 'Active',
      },
    ],
  },
  preferredMaintenanceWindow: 'sun:04:00-sun:04:30',
  pendingModifiedValues: {},
  multiAZ: '<#bool>',
  engineVersion: '16.4',
  autoMinorVersionUpgrade: true,
  readReplicaDBInstanceIdentifiers: [],
  licenseModel: 'postgresql-license',
  storageType: 'gp3',
  storageEncrypted: true,
  kmsKeyId: 'arn:aws:kms:<region>:<account>:key/<kmsKey>',
  dbiResourceId: 'db-<upper:26>',
  cACertificateIdentifier: 'rds-ca-rsa2048-g1',
  copyTagsToSnapshot: true,
  monitoringInterval: 60,
  monitoringRoleArn: 'arn:aws:iam::<account>:role/rds-monitoring',
  dBInstanceArn: 'arn:aws:rds:<region>:<account>:db:<database>',
  iAMDatabaseAuthenticationEnabled: true,
  performanceInsightsEnabled: true,
  deletionProtection: true,
  associatedRoles: [],
  maxAllocatedStorage: 4000,
  tagList: [{ key: 'team', value: '<team>' }],
  customerOwnedIpEnabled: false,
  networkType: 'IPV4',
  activityStreamStatus: 'stopped',
  backupTarget: 'region',
  certificateDetails: { cAIdentifier: 'rds-ca-rsa2048-g1', validTill: '<time>' },
} as const;

const databases: readonly OperationPlan[] = [
  rds.read('DescribeDBInstances', { dBInstanceIdentifier: '<database>' }),
  rds.read('DescribeDBClusters', { maxRecords: 100, '?50 dBClusterIdentifier': '<database>' }),
  rds.read('DescribeDBSnapshots', {
    maxRecords: 100,
    snapshotType: 'automated',
    includePublic: false,
    includeShared: false,
  }),
  rds.read('DescribeDBLogFiles', { dBInstanceIdentifier: '<database>', fileLastWritten: '<#epochMs>' }),
  rds.read('ListTagsForResource', { resourceName: 'arn:aws:rds:<region>:<account>:db:<database>' }),
  rds.read('DescribeDBParameters', { dBParameterGroupName: '<word>-pg16' }),
  rds.write(
    'ModifyDBInstance',
    {
      dBInstanceIdentifier: '<database>',
      applyImmediately: '<#bool>',
      '?50 allocatedStorage': '<#int:100:2000>',
      '?40 dBInstanceClass': 'db.r7g.xlarge',
      '?30 backupRetentionPeriod': '<#int:7:35>',
      '?20 cloudwatchLogsExportConfiguration': { enableLogTypes: ['postgresql'] },
      allowMajorVersionUpgrade: false,
    },
    database,
  ),
  rds.write(
    'CreateDBSnapshot',
    { dBSnapshotIdentifier: '<database>-<hex:8>', dBInstanceIdentifier: '<database>' },
    {
      dBSnapshotIdentifier: '<database>-<hex:8>',
      dBInstanceIdentifier: '<database>',
      engine: 'postgres',
      allocatedStorage: '<#int:20:2000>',
      status: 'creating',
      port: 5432,
      availabilityZone: '<zone>',
      vpcId: '<vpc>',
      instanceCreateTime: '<time>',
      masterUsername: 'app_admin',
      engineVersion: '16.4',
      licenseModel: 'postgresql-license',
      snapshotType: 'manual',
      percentProgress: 0,
      storageType: 'gp3',
      encrypted: true,
      kmsKeyId: 'arn:aws:kms:<region>:<account>:key/<kmsKey>',
      dBSnapshotArn: 'arn:aws:rds:<region>:<account>:snapshot:<database>-<hex:8>',
      originalSnapshotCreateTime: '<time>',
      snapshotTarget: 'region',
    },
  ),
  rds.write(
    'ModifyDBParameterGroup',
    {
      dBParameterGroupName: '<word>-pg16',
      parameters: [
        {
          parameterName: 'log_min_duration_statement',
          parameterValue: '<int:100:2000>',
          isModifiable: false,
          applyMethod: 'immediate',
        },
      ],
    },
    { dBParameterGroupName: '<word>-pg16' },
  ),
  rds.write('AddTagsToResource', {
    resourceName: 'arn:aws:rds:<region>:<account>:db:<database>',
    tags: [{ key: 'team', value: '<team>' }],
  }),
];

const athena = service('athena');
const glue = service('glue');
const kinesis = service('kinesis');
const firehose = service('firehose');
const redshift = service('redshift');
const elasticache = service('elasticache');

const analytics: readonly OperationPlan[] = [
  athena.write(
    'StartQueryExecution',
    {
      queryString: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      clientRequestToken: '<uuid>',
      queryExecutionContext: { database: '<word>', catalog: 'awsdatacatalog' },
      resultConfiguration: {
        outputLocation: 's3://<bucket>/athena/',
        '?40 encryptionConfiguration': { encryptionOption: 'SSE_KMS', kmsKey: '<kmsKey>' },
      },
      workGroup: '<pick:primary|analysts|scheduled>',
    },
    { queryExecutionId: '<uuid>' },
  ),
  athena.read('GetQueryExecution', { queryExecutionId: '<uuid>' }),
  athena.read('GetQueryResults', { queryExecutionId: '<uuid>', maxResults: 1000 }),
  athena.read('GetWorkGroup', { workGroup: '<pick:primary|analysts|scheduled>' }),
  athena.read('BatchGetQueryExecution', { queryExecutionIds: ['<uuid>', '<uuid>', '<uuid>'] }),
  glue.read('GetTable', { databaseName: '<word>', name: '<table>' }),
  glue.read('GetTables', { databaseName: '<word>', maxResults: 100 }),
  glue.read('GetPartitions', {
    databaseName: '<word>',
    tableName: '<table>',
    expression: "day >= '<now>'",
    '?30 segment': { segmentNumber: '<#int:0:9>', totalSegments: 10 },
  }),
  glue.read('GetDatabases', { catalogId: '<account>' }),
  glue.read('GetDatabase', { name: '<word>' }),
  glue.write(
    'StartJobRun',
    {
      jobName: '<name>',
      arguments: {
        '--job-language': 'python',
        '?60 --<pick:source|target|table|database|run-date|partition|mode|region>': '<word>',
        '?40 --<pick:enable-metrics|enable-spark-ui|enable-auto-scaling|TempDir|conf|extra-py-files>': 'true',
      },
      '?30 workerType': 'G.1X',
      '?30 numberOfWorkers': '<#int:2:40>',
    },
    { jobRunId: 'jr_<hex:64>' },
  ),
  glue.write(
    'BatchCreatePartition',
    {
      databaseName: '<word>',
      tableName: '<table>',
      partitionInputList: [
        {
          values: ['<now>'],
          storageDescriptor: {
            location: 's3://<bucket>/<word>/',
            inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
            compressed: false,
            numberOfBuckets: 0,
            serdeInfo: {
              serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
              parameters: { 'serialization.format': '1' },
            },
            storedAsSubDirectories: false,
          },
          parameters: {
            '<pick:numRows|rawDataSize|totalSize|averageRecordSize|objectCount>': '<int:1:900000>',
          },
        },
      ],
    },
    { errors: [] },
  ),
  kinesis.read('DescribeStreamSummary', { streamName: '<dataStream>' }),
  kinesis.read('ListShards', { streamName: '<dataStream>', maxResults: 1000 }),
  kinesis.read('GetShardIterator', {
    streamName: '<dataStream>',
    shardId: 'shardId-00000000000<int:0:9>',
    shardIteratorType: 'LATEST',
  }),
  kinesis.write(
    'UpdateShardCount',
    { streamName: '<dataStream>', targetShardCount: '<#int:2:32>', scalingType: 'UNIFORM_SCALING' },
    { streamName: '<dataStream>', currentShardCount: 2, targetShardCount: 4 },
  ),
  firehose.read('DescribeDeliveryStream', { deliveryStreamName: '<dataStream>' }),
  firehose.write('UpdateDestination', {
    deliveryStreamName: '<dataStream>',
    currentDeliveryStreamVersionId: '<int:1:30>',
    destinationId: 'destinationId-000000000001',
    extendedS3DestinationUpdate: {
      bufferingHints: { sizeInMBs: 64, intervalInSeconds: 60 },
      compressionFormat: 'GZIP',
      '?50 cloudWatchLoggingOptions': {
        enabled: true,
        logGroupName: '<logGroup>',
        logStreamName: 'S3Delivery',
      },
      '?30 processingConfiguration': {
        enabled: true,
        processors: [
          {
            type: 'Lambda',
            parameters: [
              {
                parameterName: 'LambdaArn',
                parameterValue: 'arn:aws:lambda:<region>:<account>:function:<function>',
              },
            ],
          },
        ],
      },
    },
  }),
  redshift.read('DescribeClusters', { clusterIdentifier: '<word>-warehouse' }),
  redshift.read('GetClusterCredentials', {
    dbUser: '<actor>',
    dbName: 'warehouse',
    clusterIdentifier: '<word>-warehouse',
    durationSeconds: 900,
    autoCreate: false,
  }),
  elasticache.read('DescribeCacheClusters', { cacheClusterId: '<cacheCluster>', showCacheNodeInfo: true }),
  elasticache.read('DescribeReplicationGroups', { maxRecords: 100 }),
  elasticache.write(
    'ModifyReplicationGroup',
    {
      replicationGroupId: '<cacheCluster>',
      applyImmediately: true,
      '?50 cacheNodeType': 'cache.r7g.large',
      '?40 snapshotRetentionLimit': '<#int:1:7>',
      '?30 engineVersion': '7.1',
    },
    {
      replicationGroupId: '<cacheCluster>',
      description: 'sessions',
      globalReplicationGroupInfo: {},
      status: 'modifying',
      pendingModifiedValues: {},
      memberClusters: ['<cacheCluster>-001', '<cacheCluster>-002'],
      automaticFailover: 'enabled',
      multiAZ: 'enabled',
      snapshotRetentionLimit: 7,
      clusterEnabled: true,
      cacheNodeType: 'cache.r7g.large',
      authTokenEnabled: true,
      transitEncryptionEnabled: true,
      atRestEncryptionEnabled: true,
      aRN: 'arn:aws:elasticache:<region>:<account>:replicationgroup:<cacheCluster>',
      autoMinorVersionUpgrade: true,
      networkType: 'ipv4',
      ipDiscovery: 'ipv4',
      clusterMode: 'enabled',
    },
  ),
];

export const data: readonly OperationPlan[] = [...dynamo, ...databases, ...analytics];
