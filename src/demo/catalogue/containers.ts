import { type OperationPlan, service } from './operation.ts';

const ecs = service('ecs');
const clusterArn = 'arn:aws:ecs:<region>:<account>:cluster/<cluster>';
const taskArn = 'arn:aws:ecs:<region>:<account>:task/<cluster>/<uuid:task>';
const definitionArn = 'arn:aws:ecs:<region>:<account>:task-definition/<taskDefinition>:<int:1:400>';
const ecsService = {
  serviceArn: 'arn:aws:ecs:<region>:<account>:service/<cluster>/<service>',
  serviceName: '<service>',
  clusterArn,
  loadBalancers: [
    {
      targetGroupArn: 'arn:aws:elasticloadbalancing:<region>:<account>:<targetGroup>',
      containerName: 'app',
      containerPort: 8080,
    },
  ],
  serviceRegistries: [],
  status: 'ACTIVE',
  desiredCount: '<#int:1:30>',
  runningCount: '<#int:1:30>',
  pendingCount: 0,
  launchType: 'FARGATE',
  platformVersion: 'LATEST',
  platformFamily: 'Linux',
  taskDefinition: definitionArn,
  deploymentConfiguration: {
    deploymentCircuitBreaker: { enable: true, rollback: true },
    maximumPercent: 200,
    minimumHealthyPercent: 100,
  },
  deployments: [
    {
      id: 'ecs-svc/<int:1000000000000000000:8999999999999999999>',
      status: 'PRIMARY',
      taskDefinition: definitionArn,
      desiredCount: 1,
      pendingCount: 0,
      runningCount: 0,
      failedTasks: 0,
      createdAt: '<time>',
      updatedAt: '<time>',
      rolloutState: 'IN_PROGRESS',
    },
  ],
  networkConfiguration: {
    awsvpcConfiguration: {
      subnets: ['<subnet>', '<subnet:b>'],
      securityGroups: ['<securityGroup>'],
      assignPublicIp: 'DISABLED',
    },
  },
  healthCheckGracePeriodSeconds: 60,
  schedulingStrategy: 'REPLICA',
  enableECSManagedTags: true,
  propagateTags: 'SERVICE',
} as const;

export const containers: readonly OperationPlan[] = [
  ecs.read('DescribeServices', { cluster: '<cluster>', services: ['<service>'] }),
  ecs.read('DescribeTasks', { cluster: clusterArn, tasks: [taskArn] }),
  ecs.read('DescribeTaskDefinition', { taskDefinition: '<taskDefinition>', '?50 include': ['TAGS'] }),
  ecs.read('DescribeClusters', { clusters: ['<cluster>'], include: ['SETTINGS'] }),
  ecs.read('ListTasks', { cluster: '<cluster>', serviceName: '<service>', desiredStatus: 'RUNNING' }),
  ecs.read('DiscoverPollEndpoint', {
    containerInstance: 'arn:aws:ecs:<region>:<account>:container-instance/<cluster>/<hex:32>',
    cluster: '<cluster>',
  }),
  ecs.write(
    'UpdateService',
    {
      cluster: '<cluster>',
      service: '<service>',
      '?70 taskDefinition': definitionArn,
      '?40 desiredCount': '<#int:1:30>',
      '?30 forceNewDeployment': true,
    },
    { service: ecsService },
  ),
  ecs.write(
    'RunTask',
    {
      cluster: '<cluster>',
      taskDefinition: '<taskDefinition>',
      launchType: 'FARGATE',
      count: 1,
      startedBy: 'events-rule/<rule>',
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: ['<subnet>'],
          securityGroups: ['<securityGroup>'],
          assignPublicIp: 'DISABLED',
        },
      },
      '?30 overrides': { containerOverrides: [{ name: 'app', command: ['run', '<word>'] }] },
    },
    {
      tasks: [
        {
          taskArn,
          clusterArn,
          taskDefinitionArn: definitionArn,
          lastStatus: 'PROVISIONING',
          desiredStatus: 'RUNNING',
          launchType: 'FARGATE',
          cpu: '512',
          memory: '1024',
          createdAt: '<time>',
          availabilityZone: '<zone>',
          containers: [
            {
              name: 'app',
              lastStatus: 'PENDING',
              image: '<account>.dkr.ecr.<region>.amazonaws.com/<repository>:<hex:12>',
            },
          ],
          group: 'family:<taskDefinition>',
          version: 1,
        },
      ],
      failures: [],
    },
  ),
  ecs.write(
    'RegisterTaskDefinition',
    {
      family: '<taskDefinition>',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '512',
      memory: '1024',
      taskRoleArn: 'arn:aws:iam::<account>:role/<role>',
      executionRoleArn: 'arn:aws:iam::<account>:role/<role:execution>',
      containerDefinitions: [
        {
          name: 'app',
          image: '<account>.dkr.ecr.<region>.amazonaws.com/<repository>:<hex:12>',
          essential: true,
          portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
          environment: [
            { name: 'LOG_LEVEL', value: 'info' },
            { name: 'STAGE', value: '<accountName>' },
          ],
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': '<logGroup>',
              'awslogs-region': '<region>',
              'awslogs-stream-prefix': 'app',
            },
          },
          '?40 healthCheck': {
            command: ['CMD-SHELL', 'curl -f http://localhost:8080/healthz'],
            interval: 15,
            retries: 3,
            timeout: 5,
          },
          '?40 secrets': [
            { name: 'DB_URL', valueFrom: 'arn:aws:secretsmanager:<region>:<account>:secret:<secret>' },
          ],
        },
      ],
    },
    {
      taskDefinition: {
        taskDefinitionArn: definitionArn,
        family: '<taskDefinition>',
        revision: '<#int:1:400>',
        status: 'ACTIVE',
        compatibilities: ['EC2', 'FARGATE'],
        registeredAt: '<time>',
        registeredBy: 'arn:aws:sts::<account>:assumed-role/<actor>',
      },
    },
  ),
  ecs.write(
    'SubmitTaskStateChange',
    {
      cluster: '<cluster>',
      task: taskArn,
      status: '<pick:RUNNING|STOPPED>',
      '?40 reason': 'Essential container in task exited',
      executionStoppedAt: '<time>',
    },
    { acknowledgment: 'ok' },
  ),
];
