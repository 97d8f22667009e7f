import { items, type OperationPlan, service } from './operation.ts';

const ec2 = service('ec2', { errors: [['Client.InvalidParameterValue', 'Invalid value for a parameter.']] });
const tagsFor = (type: string) =>
  items({
    resourceType: type,
    tags: [
      { key: 'Name', value: '<name>' },
      { key: 'team', value: '<team>' },
      { key: 'managed-by', value: 'terraform' },
    ],
  });
const done = { requestId: '<uuid>', _return: true };

const runningInstance = {
  instanceId: '<id:i>',
  imageId: '<image>',
  instanceState: { code: 0, name: 'pending' },
  privateDnsName: 'ip-<privateIp>.<region>.compute.internal',
  amiLaunchIndex: 0,
  productCodes: {},
  instanceType: '<pick:m7g.large|c7g.xlarge|t4g.medium|r7g.large>',
  launchTime: '<#epochMs>',
  placement: { availabilityZone: '<zone>', tenancy: 'default' },
  monitoring: { state: 'disabled' },
  subnetId: '<subnet>',
  vpcId: '<vpc>',
  privateIpAddress: '<privateIp>',
  stateReason: { code: 'pending', message: 'pending' },
  architecture: 'arm64',
  rootDeviceType: 'ebs',
  rootDeviceName: '/dev/xvda',
  blockDeviceMapping: {},
  virtualizationType: 'hvm',
  hypervisor: 'xen',
  tagSet: items({ key: 'Name', value: '<name>' }, { key: 'team', value: '<team>' }),
  groupSet: items({ groupId: '<securityGroup>', groupName: '<word>-sg' }),
  sourceDestCheck: true,
  networkInterfaceSet: items({
    networkInterfaceId: '<id:eni>',
    subnetId: '<subnet>',
    vpcId: '<vpc>',
    ownerId: '<account>',
    status: 'in-use',
    macAddress: '02:<hex:2>:<hex:2>:<hex:2>:<hex:2>:<hex:2>',
    privateIpAddress: '<privateIp>',
    interfaceType: 'interface',
    attachment: {
      attachmentId: 'eni-attach-0<hex:16>',
      deviceIndex: 0,
      status: 'attaching',
      deleteOnTermination: true,
    },
  }),
  iamInstanceProfile: { arn: 'arn:aws:iam::<account>:instance-profile/<role>', id: 'AIPA<upper:17>' },
  ebsOptimized: false,
  cpuOptions: { coreCount: 1, threadsPerCore: 1 },
  capacityReservationSpecification: { capacityReservationPreference: 'open' },
  enclaveOptions: { enabled: false },
  metadataOptions: {
    state: 'pending',
    httpTokens: 'required',
    httpPutResponseHopLimit: 2,
    httpEndpoint: 'enabled',
    instanceMetadataTags: 'disabled',
  },
  maintenanceOptions: { autoRecovery: 'default' },
  privateDnsNameOptions: { hostnameType: 'ip-name', enableResourceNameDnsARecord: false },
} as const;

export const ec2Writes: readonly OperationPlan[] = [
  ec2.write(
    'RunInstances',
    {
      instancesSet: items({ imageId: '<image>', minCount: 1, maxCount: 1 }),
      groupSet: items({ groupId: '<securityGroup>' }),
      instanceType: '<pick:m7g.large|c7g.xlarge|t4g.medium|r7g.large>',
      blockDeviceMapping: {},
      availabilityZone: '<zone>',
      monitoring: { enabled: false },
      subnetId: '<subnet>',
      disableApiTermination: false,
      '?40 launchTemplate': { launchTemplateId: '<launchTemplate>', version: '<int:1:40>' },
      '?40 iamInstanceProfile': { name: '<role>' },
      clientToken: '<uuid>',
      tagSpecificationSet: tagsFor('instance'),
      '?40 metadataOptions': { httpTokens: 'required' },
    },
    {
      requestId: '<uuid>',
      reservationId: 'r-0<hex:16>',
      ownerId: '<account>',
      groupSet: {},
      instancesSet: items(runningInstance),
      requesterId: '<int:100000000000:999999999999>',
    },
  ),
  ec2.write(
    'TerminateInstances',
    { instancesSet: items({ instanceId: '<instance>' }) },
    {
      requestId: '<uuid>',
      instancesSet: items({
        instanceId: '<instance>',
        currentState: { code: 32, name: 'shutting-down' },
        previousState: { code: 16, name: 'running' },
      }),
    },
  ),
  ec2.write(
    'StartInstances',
    { instancesSet: items({ instanceId: '<instance>' }) },
    {
      requestId: '<uuid>',
      instancesSet: items({
        instanceId: '<instance>',
        currentState: { code: 0, name: 'pending' },
        previousState: { code: 80, name: 'stopped' },
      }),
    },
  ),
  ec2.write(
    'StopInstances',
    { instancesSet: items({ instanceId: '<instance>' }), force: false },
    {
      requestId: '<uuid>',
      instancesSet: items({
        instanceId: '<instance>',
        currentState: { code: 64, name: 'stopping' },
        previousState: { code: 16, name: 'running' },
      }),
    },
  ),
  ec2.write(
    'CreateTags',
    {
      resourcesSet: items({ resourceId: '<instance>' }),
      tagSet: items({ key: 'team', value: '<team>' }, { key: 'cost-center', value: '<int:1000:9999>' }),
    },
    done,
  ),
  ec2.write(
    'CreateVolume',
    {
      size: '<int:8:500>',
      zone: '<zone>',
      volumeType: 'gp3',
      encrypted: true,
      tagSpecificationSet: tagsFor('volume'),
    },
    {
      requestId: '<uuid>',
      volumeId: '<id:vol>',
      size: '<int:8:500>',
      zone: '<zone>',
      status: 'creating',
      createTime: '<#epochMs>',
      volumeType: 'gp3',
      iops: 3000,
      encrypted: true,
      multiAttachEnabled: false,
      throughput: 125,
      tagSet: {},
    },
  ),
  ec2.write(
    'AttachVolume',
    { volumeId: '<volume>', instanceId: '<instance>', device: '/dev/sdf', deleteOnTermination: false },
    {
      requestId: '<uuid>',
      volumeId: '<volume>',
      instanceId: '<instance>',
      device: '/dev/sdf',
      status: 'attaching',
      attachTime: '<#epochMs>',
      deleteOnTermination: false,
    },
  ),
  ec2.write('DeleteVolume', { volumeId: '<volume>' }, done),
  ec2.write(
    'CreateSnapshot',
    { volumeId: '<volume>', description: 'nightly <name>', tagSpecificationSet: tagsFor('snapshot') },
    {
      requestId: '<uuid>',
      snapshotId: '<id:snap>',
      volumeId: '<volume>',
      status: 'pending',
      startTime: '<#epochMs>',
      progress: '',
      ownerId: '<account>',
      volumeSize: '<int:8:500>',
      description: 'nightly',
      encrypted: true,
    },
  ),
  ec2.write('DeleteSnapshot', { snapshotId: '<snapshot>' }, done),
  ec2.write(
    'CreateSecurityGroup',
    {
      groupName: '<name>',
      groupDescription: 'Managed by Terraform',
      vpcId: '<vpc>',
      tagSpecificationSet: tagsFor('security-group'),
    },
    {
      requestId: '<uuid>',
      _return: true,
      groupId: '<id:sg>',
      tagSet: items({ key: 'Name', value: '<name>' }),
      securityGroupArn: 'arn:aws:ec2:<region>:<account>:security-group/<id:sg>',
    },
  ),
  ec2.write(
    'AuthorizeSecurityGroupIngress',
    {
      groupId: '<securityGroup>',
      ipPermissions: items({
        ipProtocol: 'tcp',
        fromPort: '<#pick:443|8080|5432|6379>',
        toPort: '<#pick:443|8080|5432|6379>',
        groups: {},
        ipRanges: items({ cidrIp: '<cidr>', description: '<word>' }),
        ipv6Ranges: {},
        prefixListIds: {},
      }),
    },
    {
      requestId: '<uuid>',
      _return: true,
      securityGroupRuleSet: items({
        groupOwnerId: '<account>',
        groupId: '<securityGroup>',
        securityGroupRuleId: 'sgr-0<hex:16>',
        isEgress: false,
        ipProtocol: 'tcp',
        fromPort: 443,
        toPort: 443,
        cidrIpv4: '<cidr>',
      }),
    },
  ),
  ec2.write(
    'RevokeSecurityGroupEgress',
    {
      groupId: '<securityGroup>',
      ipPermissions: items({
        ipProtocol: '-1',
        groups: {},
        ipRanges: items({ cidrIp: '0.0.0.0/0' }),
        ipv6Ranges: {},
        prefixListIds: {},
      }),
    },
    done,
  ),
  ec2.write('DeleteSecurityGroup', { groupId: '<securityGroup>' }, done, {
    errors: [['Client.DependencyViolation', 'resource has a dependent object']],
  }),
  ec2.write(
    'CreateNetworkInterface',
    {
      subnetId: '<subnet>',
      description: 'AWS Lambda VPC ENI-<function>-<uuid>',
      groupSet: items({ groupId: '<securityGroup>' }),
      privateIpAddressesSet: {},
    },
    {
      requestId: '<uuid>',
      networkInterface: {
        networkInterfaceId: '<id:eni>',
        subnetId: '<subnet>',
        vpcId: '<vpc>',
        availabilityZone: '<zone>',
        ownerId: '<account>',
        requesterManaged: false,
        status: 'pending',
        macAddress: '02:<hex:2>:<hex:2>:<hex:2>:<hex:2>:<hex:2>',
        privateIpAddress: '<privateIp>',
        sourceDestCheck: true,
        interfaceType: 'interface',
      },
    },
  ),
  ec2.write('DeleteNetworkInterface', { networkInterfaceId: '<networkInterface>' }, done),
  ec2.write(
    'AssignPrivateIpAddresses',
    {
      networkInterfaceId: '<networkInterface>',
      secondaryPrivateIpAddressCount: '<#int:1:14>',
      allowReassignment: true,
    },
    {
      requestId: '<uuid>',
      _return: true,
      networkInterfaceId: '<networkInterface>',
      assignedPrivateIpAddressesSet: {
        assignedPrivateIpAddressSetType: [{ privateIpAddress: '<privateIp>' }],
      },
    },
  ),
  ec2.write(
    'AllocateAddress',
    { domain: 'vpc', tagSpecificationSet: tagsFor('elastic-ip') },
    {
      requestId: '<uuid>',
      publicIp: '<awsIp>',
      domain: 'vpc',
      allocationId: '<allocation>',
      publicIpv4Pool: 'amazon',
      networkBorderGroup: '<region>',
    },
  ),
  ec2.write(
    'CreateLaunchTemplateVersion',
    {
      CreateLaunchTemplateVersionRequest: {
        LaunchTemplateId: '<launchTemplate>',
        VersionDescription: '<hex:8>',
        LaunchTemplateData: {
          ImageId: '<image>',
          InstanceType: 'm7g.large',
          EbsOptimized: true,
          '?50 MetadataOptions': { HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
          '?40 Monitoring': { Enabled: true },
          TagSpecification: {
            ResourceType: 'instance',
            tag: 1,
            Tag: { Key: 'team', Value: '<team>', tag: 1 },
          },
        },
        ClientToken: 'terraform-<hex:24>',
      },
    },
    {
      CreateLaunchTemplateVersionResponse: {
        requestId: '<uuid>',
        launchTemplateVersion: {
          launchTemplateId: '<launchTemplate>',
          versionNumber: '<#int:2:60>',
          defaultVersion: false,
          createdBy: 'arn:aws:sts::<account>:assumed-role/<actor>',
          createTime: '<time>',
          launchTemplateData: { imageId: '<image>', instanceType: 'm7g.large' },
        },
      },
    },
  ),
  ec2.write(
    'CreateVpcEndpoint',
    {
      CreateVpcEndpointRequest: {
        VpcId: '<vpc>',
        ServiceName: 'com.amazonaws.<region>.<pick:s3|sqs|kms|secretsmanager|logs>',
        VpcEndpointType: 'Interface',
        PrivateDnsEnabled: true,
        SubnetId: { content: '<subnet>', tag: 1 },
        SecurityGroupId: { content: '<securityGroup>', tag: 1 },
      },
    },
    {
      CreateVpcEndpointResponse: {
        vpcEndpoint: {
          vpcEndpointId: '<id:vpce>',
          state: 'pending',
          vpcId: '<vpc>',
          ownerId: '<account>',
          requesterManaged: false,
          ipAddressType: 'ipv4',
          dnsOptions: { dnsRecordIpType: 'ipv4' },
        },
      },
    },
  ),
  ec2.write(
    'CreateRoute',
    { routeTableId: '<routeTable>', destinationCidrBlock: '<cidr>', transitGatewayId: 'tgw-0<hex:16>' },
    done,
  ),
];
