import { items, type OperationPlan, service } from './operation.ts';

const ec2 = service('ec2', { errors: [['Client.InvalidParameterValue', 'Invalid value for a parameter.']] });
const of = (set: string, id: string, slot: string) => ({ [set]: items({ [id]: slot }), filterSet: {} });
const filtered = (name: string, value: string) => ({
  maxResults: '<#int:5:1000>',
  filterSet: items({ name, valueSet: items({ value }) }),
});
export const ec2Reads: readonly OperationPlan[] = [
  ec2.read('DescribeInstances', of('instancesSet', 'instanceId', '<instance>')),
  ec2.read('DescribeInstanceStatus', { instancesSet: {}, filterSet: {}, includeAllInstances: false }),
  ec2.read('DescribeInstanceTypes', {
    DescribeInstanceTypesRequest: {
      InstanceType: { content: '<pick:m7g.large|c7g.xlarge|t4g.medium|r7g.large>', tag: 1 },
    },
  }),
  ec2.read('DescribeInstanceAttribute', {
    instanceId: '<instance>',
    attribute: '<pick:instanceType|disableApiTermination|rootDeviceName>',
  }),
  ec2.read('DescribeSecurityGroups', {
    securityGroupSet: {},
    securityGroupIdSet: items({ groupId: '<securityGroup>' }),
    filterSet: {},
  }),
  ec2.read('DescribeSecurityGroupRules', {
    DescribeSecurityGroupRulesRequest: {
      Filter: { Name: 'group-id', Value: { content: '<securityGroup>', tag: 1 }, tag: 1 },
      MaxResults: 1000,
    },
  }),
  ec2.read('DescribeVpcs', of('vpcSet', 'vpcId', '<vpc>')),
  ec2.read('DescribeVpcAttribute', {
    vpcId: '<vpc>',
    attribute: '<pick:enableDnsSupport|enableDnsHostnames>',
  }),
  ec2.read('DescribeSubnets', filtered('vpc-id', '<vpc>')),
  ec2.read('DescribeRouteTables', of('routeTableIdSet', 'routeTableId', '<routeTable>')),
  ec2.read('DescribeNetworkAcls', filtered('default', 'true')),
  ec2.read('DescribeNetworkInterfaces', filtered('group-id', '<securityGroup>')),
  ec2.read('DescribeInternetGateways', filtered('attachment.vpc-id', '<vpc>')),
  ec2.read('DescribeNatGateways', {
    DescribeNatGatewaysRequest: { NatGatewayId: { content: '<natGateway>', tag: 1 } },
  }),
  ec2.read('DescribeVpcEndpoints', {
    DescribeVpcEndpointsRequest: { VpcEndpointId: { content: '<vpcEndpoint>', tag: 1 } },
  }),
  ec2.read('DescribeFlowLogs', { DescribeFlowLogsRequest: { MaxResults: 100 } }),
  ec2.read('DescribeVolumes', of('volumeSet', 'volumeId', '<volume>')),
  ec2.read('DescribeSnapshots', {
    snapshotSet: {},
    ownersSet: items({ owner: 'self' }),
    sharedUsersSet: {},
    filterSet: {},
  }),
  ec2.read('DescribeImages', {
    imagesSet: {},
    ownersSet: items({ owner: 'amazon' }),
    executableBySet: {},
    filterSet: items({ name: 'name', valueSet: items({ value: 'al2023-ami-2023*' }) }),
  }),
  ec2.read('DescribeAddresses', { publicIpsSet: {}, filterSet: {}, allocationIdsSet: {} }),
  ec2.read('DescribeTags', {
    maxResults: 1000,
    filterSet: items({ name: 'resource-id', valueSet: items({ value: '<instance>' }) }),
  }),
  ec2.read('DescribeAvailabilityZones', { availabilityZoneSet: {}, availabilityZoneIdSet: {} }),
  ec2.read('DescribeRegions', { regionSet: {} }),
  ec2.read('DescribeAccountAttributes', {
    accountAttributeNameSet: items({ attributeName: 'supported-platforms' }),
    filterSet: {},
  }),
  ec2.read('DescribeKeyPairs', { keySet: {}, keyPairIdsSet: {}, filterSet: {} }),
  ec2.read('DescribeLaunchTemplates', {
    DescribeLaunchTemplatesRequest: { LaunchTemplateId: { content: '<launchTemplate>', tag: 1 } },
  }),
  ec2.read('DescribeLaunchTemplateVersions', {
    DescribeLaunchTemplateVersionsRequest: {
      LaunchTemplateId: '<launchTemplate>',
      LaunchTemplateVersion: { content: '<#int:1:40>', tag: 1 },
    },
  }),
  ec2.read('DescribeTransitGateways', { DescribeTransitGatewaysRequest: '' }),
  ec2.read('DescribeSpotPriceHistory', {
    instanceTypeSet: items({ instanceType: 'c7g.xlarge' }),
    productDescriptionSet: items({ productDescription: 'Linux/UNIX' }),
    filterSet: {},
  }),
  ec2.read('GetEbsEncryptionByDefault', { GetEbsEncryptionByDefaultRequest: '' }),
  ec2.read('GetConsoleOutput', { instanceId: '<instance>' }),
];
