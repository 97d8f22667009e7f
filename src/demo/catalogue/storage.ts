import { items, type OperationPlan, service } from './operation.ts';

const s3 = service('s3', {
  additional: {
    SignatureVersion: 'SigV4',
    CipherSuite: 'TLS_AES_128_GCM_SHA256',
    bytesTransferredIn: '<#int:0:0>',
    AuthenticationMethod: 'AuthHeader',
    'x-amz-id-2': '<token:75>=',
    bytesTransferredOut: '<#int:110:900>',
  },
  resources: [{ accountId: '<account>', type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::<bucket>' }],
});
const host = '<bucket>.s3.<region>.amazonaws.com';
const bucket = { bucketName: '<bucket>', Host: host };
const ofBucket = (parameter: string) => ({ [parameter]: '', ...bucket });

const objectData = {
  category: 'Data',
  resources: [
    { type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::<bucket>/<key>' },
    { accountId: '<account>', type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::<bucket>' },
  ],
} as const;
const transfer = (inBytes: string, outBytes: string) => ({
  SignatureVersion: 'SigV4',
  CipherSuite: 'TLS_AES_128_GCM_SHA256',
  bytesTransferredIn: `<#int:${inBytes}>`,
  '?20 SSEApplied': '<pick:Default_SSE_S3|SSE_KMS>',
  AuthenticationMethod: 'AuthHeader',
  'x-amz-id-2': '<token:75>=',
  bytesTransferredOut: `<#int:${outBytes}>`,
});
const noSuchKey = [['NoSuchKey', 'The specified key does not exist.']] as const;

const objects: readonly OperationPlan[] = [
  s3.read(
    'GetObject',
    {
      bucketName: '<bucket>',
      Host: host,
      key: '<key>',
      '?10 Range': 'bytes=<int:0:900000>-<int:900001:9000000>',
      '?3 versionId': '<token:32>',
      '?6 x-amz-checksum-mode': 'ENABLED',
    },
    { ...objectData, additional: transfer('0:0', '200:900000'), errors: noSuchKey },
  ),
  s3.read(
    'HeadObject',
    { bucketName: '<bucket>', Host: host, key: '<key>', '?3 partNumber': '<int:1:40>' },
    { ...objectData, additional: transfer('0:0', '0:0'), errors: noSuchKey },
  ),
  s3.write(
    'PutObject',
    {
      bucketName: '<bucket>',
      Host: host,
      key: '<key>',
      '?30 x-amz-server-side-encryption': 'aws:kms',
      '?30 x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:<region>:<account>:key/<kmsKey>',
      '?8 x-amz-acl': 'bucket-owner-full-control',
      '?12 x-amz-storage-class': '<pick:STANDARD_IA|INTELLIGENT_TIERING|GLACIER_IR>',
      '?5 x-amz-tagging': 'team=<team>&class=<pick:public|internal|restricted>',
      '?6 x-amz-checksum-crc32': '<token:7>=',
    },
    {
      'x-amz-server-side-encryption': 'AES256',
      '?20 x-amz-version-id': '<token:32>',
      '?5 x-amz-expiration': 'expiry-date="Fri, 19 Dec 2031 00:00:00 GMT", rule-id="<word>"',
    },
    { ...objectData, additional: transfer('300:600000', '0:0') },
  ),
  s3.write(
    'DeleteObject',
    { bucketName: '<bucket>', Host: host, key: '<key>', '?20 versionId': '<token:32>' },
    null,
    {
      ...objectData,
      additional: transfer('0:0', '0:0'),
    },
  ),
  s3.write(
    'CopyObject',
    {
      bucketName: '<bucket>',
      Host: host,
      key: '<key>',
      'x-amz-copy-source': '<bucket:from>/<word>/<hex:12>',
      '?30 x-amz-metadata-directive': 'REPLACE',
    },
    { 'x-amz-server-side-encryption': 'AES256' },
    { ...objectData, additional: transfer('0:0', '230:300') },
  ),
  s3.read(
    'ListObjects',
    {
      bucketName: '<bucket>',
      Host: host,
      prefix: '<word>/',
      'list-type': '2',
      '?40 delimiter': '/',
      '?30 max-keys': '<int:1:1000>',
      '?20 encoding-type': 'url',
      '?10 start-after': '<key>',
      '?10 continuation-token': '<token:60>',
    },
    { category: 'Data', additional: transfer('0:0', '250:90000') },
  ),
  s3.write(
    'CreateMultipartUpload',
    {
      uploads: '',
      bucketName: '<bucket>',
      Host: host,
      key: '<key>',
      '?30 x-amz-checksum-algorithm': 'CRC32',
    },
    { 'x-amz-server-side-encryption': 'AES256' },
    { ...objectData, additional: transfer('0:0', '300:500') },
  ),
  s3.write(
    'UploadPart',
    { bucketName: '<bucket>', Host: host, key: '<key>', uploadId: '<token:90>', partNumber: '<int:1:90>' },
    { 'x-amz-server-side-encryption': 'AES256' },
    { ...objectData, additional: transfer('5242880:8388608', '0:0') },
  ),
  s3.write(
    'CompleteMultipartUpload',
    { bucketName: '<bucket>', Host: host, key: '<key>', uploadId: '<token:90>' },
    { 'x-amz-server-side-encryption': 'AES256' },
    { ...objectData, additional: transfer('200:3000', '300:500') },
  ),
  s3.read(
    'GetObjectTagging',
    { tagging: '', bucketName: '<bucket>', Host: host, key: '<key>' },
    { ...objectData, additional: transfer('0:0', '120:400') },
  ),
  s3.write('PutObjectTagging', { tagging: '', bucketName: '<bucket>', Host: host, key: '<key>' }, null, {
    ...objectData,
    additional: transfer('100:400', '0:0'),
  }),
];

/** What configuration scanners read from each bucket, with the parameter that asks for it. */
const bucketReads: readonly (readonly [name: string, parameter: string, errorCode: string])[] = [
  ['GetBucketAcl', 'acl', ''],
  ['GetBucketLocation', 'location', ''],
  ['GetBucketPolicy', 'policy', 'NoSuchBucketPolicy'],
  ['GetBucketPolicyStatus', 'policyStatus', 'NoSuchBucketPolicy'],
  ['GetBucketTagging', 'tagging', 'NoSuchTagSet'],
  ['GetBucketLogging', 'logging', ''],
  ['GetBucketVersioning', 'versioning', ''],
  ['GetBucketEncryption', 'encryption', ''],
  ['GetBucketLifecycle', 'lifecycle', 'NoSuchLifecycleConfiguration'],
  ['GetBucketReplication', 'replication', 'ReplicationConfigurationNotFoundError'],
  ['GetBucketNotification', 'notification', ''],
  ['GetBucketWebsite', 'website', 'NoSuchWebsiteConfiguration'],
  ['GetBucketCors', 'cors', 'NoSuchCORSConfiguration'],
  ['GetBucketRequestPayment', 'requestPayment', ''],
  ['GetBucketPublicAccessBlock', 'publicAccessBlock', 'NoSuchPublicAccessBlockConfiguration'],
  ['GetBucketOwnershipControls', 'ownershipControls', 'OwnershipControlsNotFoundError'],
  ['GetBucketObjectLockConfiguration', 'object-lock', 'ObjectLockConfigurationNotFoundError'],
  ['GetAccelerateConfiguration', 'accelerate', ''],
  ['GetIntelligentTieringConfiguration', 'intelligent-tiering', ''],
];

const buckets: readonly OperationPlan[] = [
  s3.read('ListBuckets', { Host: 's3.<region>.amazonaws.com' }, { resources: undefined }),
  s3.read('HeadBucket', bucket),
  ...bucketReads.map(([name, parameter, errorCode]) =>
    s3.read(name, ofBucket(parameter), {
      errors: errorCode === '' ? [] : [[errorCode, 'The configuration was not found']],
    }),
  ),
  s3.write('CreateBucket', {
    CreateBucketConfiguration: {
      LocationConstraint: '<region>',
      xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/',
    },
    bucketName: 'halden-<accountName>-<name>',
    Host: 's3.<region>.amazonaws.com',
    '?20 x-amz-object-ownership': 'BucketOwnerEnforced',
  }),
  s3.write('PutBucketTagging', {
    tagging: '',
    ...bucket,
    Tagging: {
      TagSet: {
        Tag: [
          { Key: 'team', Value: '<team>' },
          { Key: 'data-class', Value: '<pick:public|internal|restricted>' },
        ],
      },
      xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/',
    },
  }),
  s3.write('PutBucketEncryption', {
    encryption: '',
    ...bucket,
    ServerSideEncryptionConfiguration: {
      Rule: {
        ApplyServerSideEncryptionByDefault: {
          SSEAlgorithm: 'aws:kms',
          KMSMasterKeyID: 'arn:aws:kms:<region>:<account>:key/<kmsKey>',
        },
        BucketKeyEnabled: '<#bool>',
      },
      xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/',
    },
  }),
  s3.write('PutBucketVersioning', {
    versioning: '',
    ...bucket,
    VersioningConfiguration: { Status: 'Enabled', xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/' },
  }),
  s3.write('PutBucketLifecycle', {
    lifecycle: '',
    ...bucket,
    LifecycleConfiguration: {
      Rule: {
        ID: '<name>',
        Status: 'Enabled',
        Filter: { Prefix: '<word>/' },
        '?50 Transition': { Days: '<#int:30:120>', StorageClass: 'STANDARD_IA' },
        '?50 Expiration': { Days: '<#int:90:900>' },
        '?30 NoncurrentVersionExpiration': { NoncurrentDays: '<#int:30:90>' },
        '?30 AbortIncompleteMultipartUpload': { DaysAfterInitiation: 7 },
      },
    },
  }),
  s3.write('PutBucketPublicAccessBlock', {
    publicAccessBlock: '',
    ...bucket,
    PublicAccessBlockConfiguration: {
      xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/',
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
  }),
  s3.write('PutBucketNotification', {
    notification: '',
    ...bucket,
    NotificationConfiguration: {
      QueueConfiguration: {
        Id: '<name>',
        Queue: 'arn:aws:sqs:<region>:<account>:<queue>',
        Event: 's3:ObjectCreated:*',
        Filter: { S3Key: { FilterRule: [{ Name: 'prefix', Value: '<word>/' }] } },
      },
    },
  }),
];

const efs = service('elasticfilesystem', { apiVersion: '2015-02-01' });
const backup = service('backup');
const ecr = service('ecr', {
  resources: [{ accountId: '<account>', ARN: 'arn:aws:ecr:<region>:<account>:repository/<repository>' }],
});
const repository = { registryId: '<account>', repositoryName: '<repository>' };

const others: readonly OperationPlan[] = [
  efs.read('DescribeFileSystems', { maxItems: '<#int:20:100>' }),
  efs.read('DescribeMountTargets', { fileSystemId: 'fs-0<hex:16>' }),
  efs.write(
    'CreateFileSystem',
    {
      creationToken: 'terraform-<hex:20>',
      performanceMode: 'generalPurpose',
      throughputMode: 'elastic',
      encrypted: true,
      tags: [{ key: 'Name', value: '<name>' }],
    },
    {
      ownerId: '<account>',
      fileSystemId: '<id:fs>',
      fileSystemArn: 'arn:aws:elasticfilesystem:<region>:<account>:file-system/<id:fs>',
      lifeCycleState: 'creating',
      numberOfMountTargets: 0,
      sizeInBytes: { value: 0 },
      fileSystemProtection: { replicationOverwriteProtection: 'ENABLED' },
    },
  ),
  backup.read('ListBackupJobs', { byState: '<pick:COMPLETED|RUNNING|FAILED>', maxResults: '100' }),
  backup.read('ListRecoveryPointsByBackupVault', { backupVaultName: '<word>-vault' }),
  backup.write(
    'StartBackupJob',
    {
      backupVaultName: '<word>-vault',
      resourceArn: 'arn:aws:dynamodb:<region>:<account>:table/<table>',
      iamRoleArn: 'arn:aws:iam::<account>:role/service-role/AWSBackupDefaultServiceRole',
      lifecycle: { deleteAfterDays: '<#int:14:90>' },
    },
    {
      backupJobId: '<uuid:job>',
      recoveryPointArn: 'arn:aws:backup:<region>:<account>:recovery-point:<uuid:point>',
      creationDate: '<now>',
      isParent: false,
    },
  ),
  ecr.read('GetAuthorizationToken', null, { resources: undefined }),
  ecr.read('BatchGetImage', {
    ...repository,
    imageIds: [{ imageDigest: 'sha256:<hex:64>' }],
    acceptedMediaTypes: [
      'application/vnd.docker.distribution.manifest.v2+json',
      'application/vnd.oci.image.manifest.v1+json',
    ],
  }),
  ecr.read('GetDownloadUrlForLayer', { ...repository, layerDigest: 'sha256:<hex:64>' }),
  ecr.read('BatchCheckLayerAvailability', {
    ...repository,
    layerDigests: ['sha256:<hex:64>', 'sha256:<hex:64>'],
  }),
  ecr.write('InitiateLayerUpload', repository, { uploadId: '<uuid>', partSize: 10_485_760 }),
  ecr.write(
    'PutImage',
    {
      ...repository,
      imageTag: '<hex:12>',
      imageManifestMediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    },
    { image: { ...repository, imageId: { imageDigest: 'sha256:<hex:64>', imageTag: '<hex:12>' } } },
  ),
  ecr.read('DescribeImageScanFindings', { ...repository, imageId: { imageDigest: 'sha256:<hex:64>' } }),
  service('ebs').read(
    'ListSnapshotBlocks',
    { snapshotId: '<snapshot>', maxResults: 1000 },
    { category: 'Data' },
  ),
  service('ec2').write(
    'CreateSnapshots',
    {
      CreateSnapshotsRequest: {
        InstanceSpecification: { InstanceId: '<instance>', ExcludeBootVolume: '<#bool>' },
        Description: 'nightly',
        CopyTagsFromSource: 'volume',
      },
    },
    {
      CreateSnapshotsResponse: {
        snapshotSet: items({
          snapshotId: '<id:snap>',
          volumeId: '<volume>',
          state: 'pending',
          progress: '',
          ownerId: '<account>',
        }),
      },
    },
  ),
];

export const storage: readonly OperationPlan[] = [...objects, ...buckets, ...others];
