import { type OperationPlan, service } from './operation.ts';

const asg = service('autoscaling', { apiVersion: '2011-01-01' });
const elb = service('elasticloadbalancing', { apiVersion: '2015-12-01' });
const loadBalancerArn = 'arn:aws:elasticloadbalancing:<region>:<account>:loadbalancer/<loadBalancer>';
const targetGroupArn = 'arn:aws:elasticloadbalancing:<region>:<account>:<targetGroup>';

export const scaling: readonly OperationPlan[] = [
  asg.read('DescribeAutoScalingGroups', { autoScalingGroupNames: ['<autoScalingGroup>'] }),
  asg.read('DescribeScalingActivities', { autoScalingGroupName: '<autoScalingGroup>', maxRecords: 100 }),
  asg.write('UpdateAutoScalingGroup', {
    autoScalingGroupName: '<autoScalingGroup>',
    minSize: '<#int:1:4>',
    maxSize: '<#int:5:40>',
    desiredCapacity: '<#int:1:30>',
    '?30 healthCheckType': 'ELB',
    '?30 healthCheckGracePeriod': 300,
  }),
  asg.write('SetDesiredCapacity', {
    autoScalingGroupName: '<autoScalingGroup>',
    desiredCapacity: '<#int:1:30>',
    honorCooldown: false,
  }),
  asg.write('CompleteLifecycleAction', {
    autoScalingGroupName: '<autoScalingGroup>',
    lifecycleHookName: 'drain',
    instanceId: '<instance>',
    lifecycleActionResult: 'CONTINUE',
  }),
  elb.read('DescribeLoadBalancers', { loadBalancerArns: [loadBalancerArn] }),
  elb.read('DescribeTargetHealth', { targetGroupArn }),
  elb.read('DescribeTargetGroups', { targetGroupArns: [targetGroupArn] }),
  elb.read('DescribeListeners', { loadBalancerArn }),
  elb.read('DescribeRules', {
    listenerArn: 'arn:aws:elasticloadbalancing:<region>:<account>:listener/<loadBalancer>/<hex:16>',
  }),
  elb.read('DescribeTags', { resourceArns: [loadBalancerArn, targetGroupArn] }),
  elb.write('RegisterTargets', {
    targetGroupArn,
    targets: [{ id: '<privateIp>', port: 8080, availabilityZone: '<zone>' }],
  }),
  elb.write('DeregisterTargets', { targetGroupArn, targets: [{ id: '<privateIp>', port: 8080 }] }),
  elb.write(
    'CreateTargetGroup',
    {
      name: '<name>',
      protocol: 'HTTP',
      port: 8080,
      vpcId: '<vpc>',
      healthCheckPath: '/healthz',
      healthCheckIntervalSeconds: 15,
      healthyThresholdCount: 2,
      targetType: 'ip',
      matcher: { httpCode: '200-299' },
    },
    {
      targetGroups: [
        {
          targetGroupArn,
          targetGroupName: '<name>',
          protocol: 'HTTP',
          protocolVersion: 'HTTP1',
          port: 8080,
          vpcId: '<vpc>',
          healthCheckEnabled: true,
          healthCheckProtocol: 'HTTP',
          healthCheckPort: 'traffic-port',
          healthCheckIntervalSeconds: 15,
          healthCheckTimeoutSeconds: 5,
          unhealthyThresholdCount: 2,
          ipAddressType: 'ipv4',
        },
      ],
    },
  ),
  elb.write('ModifyRule', {
    ruleArn: 'arn:aws:elasticloadbalancing:<region>:<account>:listener-rule/<loadBalancer>/<hex:16>/<hex:16>',
    actions: [
      {
        type: 'forward',
        forwardConfig: {
          targetGroups: [{ targetGroupArn, weight: '<#int:0:100>' }],
          targetGroupStickinessConfig: { enabled: false },
        },
      },
    ],
    conditions: [{ field: 'path-pattern', values: ['/<word>/*'] }],
  }),
  elb.write('ModifyLoadBalancerAttributes', {
    loadBalancerArn,
    attributes: [
      { key: 'access_logs.s3.enabled', value: 'true' },
      { key: 'access_logs.s3.bucket', value: '<bucket>' },
      { key: 'idle_timeout.timeout_seconds', value: '60' },
    ],
  }),
];
