import type { OperationPlan } from './operation.ts';
import { service } from './operation.ts';
import { leaf } from './leaf.ts';
import type { Shape } from '../template.ts';

/**
 * The long tail: resources of services that a company uses a little. Each line is
 * `service Noun nameField read-verb: attribute paths`, of which the operations that manage it follow.
 */
const resources = `
appconfig Application name Get: description tags.team
appconfig Environment environmentName Get: applicationId monitors[].alarmArn monitors[].alarmRoleArn description
appconfig Deployment deploymentNumber Get: applicationId environmentId deploymentStrategyId configurationProfileId configurationVersion kmsKeyIdentifier
appmesh VirtualNode virtualNodeName Describe: meshName spec.listeners[].portMapping.port spec.listeners[].portMapping.protocol spec.listeners[].healthCheck.intervalMillis spec.listeners[].healthCheck.unhealthyThreshold spec.serviceDiscovery.dns.hostname spec.backends[].virtualService.virtualServiceName spec.logging.accessLog.file.path
appsync GraphqlApi apiId Get: authenticationType logConfig.fieldLogLevel logConfig.cloudWatchLogsRoleArn logConfig.excludeVerboseContent userPoolConfig.userPoolId userPoolConfig.defaultAction xrayEnabled
appsync Resolver fieldName Get: apiId typeName dataSourceName requestMappingTemplate cachingConfig.ttl cachingConfig.cachingKeys[] pipelineConfig.functions[]
batch JobQueue jobQueueName Describe: state priority computeEnvironmentOrder[].order computeEnvironmentOrder[].computeEnvironment
batch ComputeEnvironment computeEnvironmentName Describe: type state computeResources.type computeResources.minvCpus computeResources.maxvCpus computeResources.subnets[] computeResources.securityGroupIds[] computeResources.instanceRole computeResources.spotIamFleetRole computeResources.bidPercentage
batch JobDefinition jobDefinitionName Describe: type containerProperties.image containerProperties.vcpus containerProperties.memory containerProperties.jobRoleArn containerProperties.environment[].name containerProperties.environment[].value retryStrategy.attempts timeout.attemptDurationSeconds
cognito-idp UserPool userPoolId Describe: policies.passwordPolicy.minimumLength policies.passwordPolicy.requireSymbols autoVerifiedAttributes[] mfaConfiguration emailConfiguration.sourceArn emailConfiguration.emailSendingAccount adminCreateUserConfig.allowAdminCreateUserOnly usernameConfiguration.caseSensitive accountRecoverySetting.recoveryMechanisms[].priority
cognito-idp UserPoolClient clientId Describe: userPoolId clientName refreshTokenValidity explicitAuthFlows[] supportedIdentityProviders[] callbackURLs[] allowedOAuthFlows[] allowedOAuthScopes[] preventUserExistenceErrors enableTokenRevocation
codeartifact Repository repository Describe: domain domainOwner upstreams[].repositoryName externalConnections[].externalConnectionName
codedeploy DeploymentGroup deploymentGroupName Get: applicationName serviceRoleArn deploymentConfigName autoRollbackConfiguration.enabled autoRollbackConfiguration.events[] deploymentStyle.deploymentType deploymentStyle.deploymentOption blueGreenDeploymentConfiguration.terminateBlueInstancesOnDeploymentSuccess.action blueGreenDeploymentConfiguration.deploymentReadyOption.waitTimeInMinutes ecsServices[].serviceName ecsServices[].clusterName
connect ContactFlow contactFlowId Describe: instanceId type description content
datasync Task taskArn Describe: sourceLocationArn destinationLocationArn options.verifyMode options.overwriteMode options.bytesPerSecond options.logLevel schedule.scheduleExpression cloudWatchLogGroupArn
dms ReplicationTask replicationTaskIdentifier Describe: sourceEndpointArn targetEndpointArn replicationInstanceArn migrationType tableMappings replicationTaskSettings cdcStartPosition
dms ReplicationInstance replicationInstanceIdentifier Describe: replicationInstanceClass allocatedStorage vpcSecurityGroupIds[] replicationSubnetGroupIdentifier multiAZ engineVersion preferredMaintenanceWindow
directconnect VirtualInterface virtualInterfaceId Describe: connectionId newPrivateVirtualInterface.vlan newPrivateVirtualInterface.asn newPrivateVirtualInterface.mtu newPrivateVirtualInterface.amazonAddress newPrivateVirtualInterface.directConnectGatewayId
elasticbeanstalk Environment environmentName Describe: applicationName versionLabel solutionStackName optionSettings[].namespace optionSettings[].optionName optionSettings[].value tier.name tier.type
elasticmapreduce Cluster clusterId Describe: releaseLabel instances.masterInstanceType instances.slaveInstanceType instances.instanceCount instances.keepJobFlowAliveWhenNoSteps applications[].name configurations[].classification jobFlowRole serviceRole autoScalingRole stepConcurrencyLevel
es Domain domainName Describe: engineVersion clusterConfig.instanceType clusterConfig.instanceCount clusterConfig.dedicatedMasterEnabled clusterConfig.zoneAwarenessEnabled eBSOptions.volumeType eBSOptions.volumeSize nodeToNodeEncryptionOptions.enabled encryptionAtRestOptions.enabled encryptionAtRestOptions.kmsKeyId domainEndpointOptions.enforceHTTPS domainEndpointOptions.tLSSecurityPolicy advancedSecurityOptions.enabled
fsx FileSystem fileSystemId Describe: fileSystemType storageCapacity storageType subnetIds[] lustreConfiguration.deploymentType lustreConfiguration.perUnitStorageThroughput lustreConfiguration.dataCompressionType windowsConfiguration.throughputCapacity windowsConfiguration.preferredSubnetId
globalaccelerator EndpointGroup endpointGroupArn Describe: listenerArn endpointGroupRegion endpointConfigurations[].endpointId endpointConfigurations[].weight healthCheckPort healthCheckProtocol thresholdCount trafficDialPercentage
glue Crawler name Get: role databaseName tablePrefix schedule targets.s3Targets[].path targets.jdbcTargets[].connectionName schemaChangePolicy.updateBehavior schemaChangePolicy.deleteBehavior recrawlPolicy.recrawlBehavior lineageConfiguration.crawlerLineageSettings
glue Job name Get: role command.name command.scriptLocation command.pythonVersion defaultArguments.tempDir executionProperty.maxConcurrentRuns glueVersion numberOfWorkers workerType maxRetries timeout connections.connections[]
glue Connection name Get: connectionInput.connectionType connectionInput.physicalConnectionRequirements.subnetId connectionInput.physicalConnectionRequirements.securityGroupIdList[] connectionInput.matchCriteria[]
iot TopicRule ruleName Get: topicRulePayload.sql topicRulePayload.actions[].kinesis.streamName topicRulePayload.actions[].kinesis.roleArn topicRulePayload.actions[].s3.bucketName topicRulePayload.awsIotSqlVersion topicRulePayload.ruleDisabled
iot Thing thingName Describe: thingTypeName attributePayload.merge billingGroupName
kafka Cluster clusterName Describe: kafkaVersion numberOfBrokerNodes brokerNodeGroupInfo.instanceType brokerNodeGroupInfo.clientSubnets[] brokerNodeGroupInfo.storageInfo.ebsStorageInfo.volumeSize encryptionInfo.encryptionInTransit.clientBroker encryptionInfo.encryptionAtRest.dataVolumeKMSKeyId enhancedMonitoring loggingInfo.brokerLogs.cloudWatchLogs.enabled clientAuthentication.sasl.iam.enabled
kinesisanalytics Application applicationName Describe: runtimeEnvironment serviceExecutionRole applicationConfiguration.flinkApplicationConfiguration.parallelismConfiguration.parallelism applicationConfiguration.flinkApplicationConfiguration.checkpointConfiguration.checkpointInterval applicationConfiguration.flinkApplicationConfiguration.monitoringConfiguration.logLevel applicationConfiguration.applicationCodeConfiguration.codeContentType
lakeformation DataLakeSettings catalogId Get: dataLakeSettings.dataLakeAdmins[].dataLakePrincipalIdentifier dataLakeSettings.createDatabaseDefaultPermissions[].permissions[] dataLakeSettings.parameters.crossAccountVersion dataLakeSettings.allowExternalDataFiltering
lightsail Instance instanceName Get: availabilityZone blueprintId bundleId userData keyPairName
macie2 ClassificationJob jobId Describe: jobType samplingPercentage s3JobDefinition.bucketDefinitions[].accountId s3JobDefinition.bucketDefinitions[].buckets[] scheduleFrequency.dailySchedule managedDataIdentifierSelector
mediaconvert Job id Get: queue role settings.inputs[].fileInput settings.outputGroups[].name settings.outputGroups[].outputGroupSettings.type settings.timecodeConfig.source accelerationSettings.mode statusUpdateInterval priority
memorydb Cluster clusterName Describe: nodeType numShards numReplicasPerShard subnetGroupName securityGroupIds[] maintenanceWindow aCLName engineVersion tLSEnabled snapshotRetentionLimit
mq Broker brokerId Describe: engineType engineVersion hostInstanceType deploymentMode publiclyAccessible autoMinorVersionUpgrade logs.general logs.audit encryptionOptions.useAwsOwnedKey maintenanceWindowStartTime.dayOfWeek
network-firewall FirewallPolicy firewallPolicyName Describe: firewallPolicy.statelessDefaultActions[] firewallPolicy.statefulRuleGroupReferences[].resourceArn firewallPolicy.statefulRuleGroupReferences[].priority firewallPolicy.statefulEngineOptions.ruleOrder
pinpoint Campaign campaignId Get: applicationId writeCampaignRequest.schedule.startTime writeCampaignRequest.schedule.frequency writeCampaignRequest.limits.daily writeCampaignRequest.segmentId writeCampaignRequest.treatmentName
pipes Pipe name Describe: source target roleArn desiredState enrichment sourceParameters.sqsQueueParameters.batchSize sourceParameters.filterCriteria.filters[].pattern targetParameters.stepFunctionStateMachineParameters.invocationType
quicksight DataSet dataSetId Describe: awsAccountId importMode physicalTableMap.source.relationalTable.dataSourceArn physicalTableMap.source.relationalTable.schema logicalTableMap.view.alias permissions[].principal rowLevelPermissionDataSet.status
ram ResourceShare name Get: resourceArns[] principals[] allowExternalPrincipals permissionArns[]
redshift-serverless Workgroup workgroupName Get: namespaceName baseCapacity enhancedVpcRouting configParameters[].parameterKey configParameters[].parameterValue securityGroupIds[] subnetIds[] publiclyAccessible
resource-groups Group name Get: resourceQuery.type resourceQuery.query description criticality owner
route53resolver ResolverRule name Get: ruleType domainName targetIps[].ip targetIps[].port resolverEndpointId creatorRequestId
s3tables Table name Get: tableBucketARN namespace format metadata.iceberg.schema.fields[].name metadata.iceberg.schema.fields[].type
sagemaker TrainingJob trainingJobName Describe: algorithmSpecification.trainingImage algorithmSpecification.trainingInputMode roleArn inputDataConfig[].channelName inputDataConfig[].dataSource.s3DataSource.s3Uri outputDataConfig.s3OutputPath resourceConfig.instanceType resourceConfig.instanceCount resourceConfig.volumeSizeInGB stoppingCondition.maxRuntimeInSeconds hyperParameters.epochs hyperParameters.learningRate
sagemaker Endpoint endpointName Describe: endpointConfigName deploymentConfig.blueGreenUpdatePolicy.trafficRoutingConfiguration.type deploymentConfig.autoRollbackConfiguration.alarms[].alarmName retainAllVariantProperties
scheduler Schedule name Get: groupName scheduleExpression scheduleExpressionTimezone flexibleTimeWindow.mode flexibleTimeWindow.maximumWindowInMinutes target.arn target.roleArn target.input target.retryPolicy.maximumRetryAttempts target.deadLetterConfig.arn state
schemas Schema schemaName Describe: registryName type description
servicecatalog ProvisionedProduct provisionedProductName Describe: productId provisioningArtifactId pathId provisioningParameters[].key provisioningParameters[].value
servicediscovery Service id Get: namespaceId dnsConfig.routingPolicy dnsConfig.dnsRecords[].type dnsConfig.dnsRecords[].tTL healthCheckCustomConfig.failureThreshold
ses ConfigurationSet configurationSetName Get: trackingOptions.customRedirectDomain deliveryOptions.tlsPolicy deliveryOptions.sendingPoolName reputationOptions.reputationMetricsEnabled sendingOptions.sendingEnabled suppressionOptions.suppressedReasons[]
signer SigningProfile profileName Get: platformId signatureValidityPeriod.value signatureValidityPeriod.type signingMaterial.certificateArn
storagegateway GatewayInformation gatewayARN Describe: gatewayName gatewayTimezone cloudWatchLogGroupARN gatewayCapacity
synthetics Canary name Get: code.s3Bucket code.s3Key code.handler artifactS3Location executionRoleArn schedule.expression schedule.durationInSeconds runConfig.timeoutInSeconds runConfig.memoryInMB runConfig.activeTracing successRetentionPeriodInDays failureRetentionPeriodInDays runtimeVersion vpcConfig.subnetIds[]
timestream Table tableName Describe: databaseName retentionProperties.memoryStoreRetentionPeriodInHours retentionProperties.magneticStoreRetentionPeriodInDays magneticStoreWriteProperties.enableMagneticStoreWrites schema.compositePartitionKey[].type
transfer Server serverId Describe: endpointType protocols[] identityProviderType securityPolicyName loggingRole endpointDetails.vpcId endpointDetails.subnetIds[] workflowDetails.onUpload[].workflowId structuredLogDestinations[]
vpc-lattice Listener listenerIdentifier Get: serviceIdentifier protocol port defaultAction.forward.targetGroups[].targetGroupIdentifier defaultAction.forward.targetGroups[].weight
workspaces Workspace workspaceId Describe: workspaces[].directoryId workspaces[].userName workspaces[].bundleId workspaces[].rootVolumeEncryptionEnabled workspaces[].workspaceProperties.runningMode workspaces[].workspaceProperties.rootVolumeSizeGib workspaces[].workspaceProperties.computeTypeName
autoscaling ScalingPolicy policyName Describe: autoScalingGroupName policyType targetTrackingConfiguration.predefinedMetricSpecification.predefinedMetricType targetTrackingConfiguration.targetValue targetTrackingConfiguration.disableScaleIn estimatedInstanceWarmup stepAdjustments[].metricIntervalLowerBound stepAdjustments[].scalingAdjustment
application-autoscaling ScalableTarget resourceId Describe: serviceNamespace scalableDimension minCapacity maxCapacity roleARN suspendedState.dynamicScalingInSuspended suspendedState.scheduledScalingSuspended
backup BackupPlan backupPlanId Get: backupPlan.backupPlanName backupPlan.rules[].ruleName backupPlan.rules[].targetBackupVaultName backupPlan.rules[].scheduleExpression backupPlan.rules[].startWindowMinutes backupPlan.rules[].lifecycle.moveToColdStorageAfterDays backupPlan.rules[].lifecycle.deleteAfterDays backupPlan.rules[].copyActions[].destinationBackupVaultArn backupPlan.advancedBackupSettings[].resourceType
budgets Budget budgetName Describe: accountId budget.budgetType budget.timeUnit budget.budgetLimit.amount budget.budgetLimit.unit budget.costTypes.includeTax budget.costTypes.includeCredit budget.costFilters.service[] notificationsWithSubscribers[].notification.threshold notificationsWithSubscribers[].subscribers[].subscriptionType
cloudfront CachePolicy id Get: cachePolicyConfig.name cachePolicyConfig.defaultTTL cachePolicyConfig.maxTTL cachePolicyConfig.minTTL cachePolicyConfig.parametersInCacheKeyAndForwardedToOrigin.enableAcceptEncodingGzip cachePolicyConfig.parametersInCacheKeyAndForwardedToOrigin.headersConfig.headerBehavior cachePolicyConfig.parametersInCacheKeyAndForwardedToOrigin.cookiesConfig.cookieBehavior
config ConfigRule configRuleName Describe: configRule.source.owner configRule.source.sourceIdentifier configRule.source.sourceDetails[].messageType configRule.scope.complianceResourceTypes[] configRule.inputParameters configRule.maximumExecutionFrequency
ecr LifecyclePolicy repositoryName Get: registryId lifecyclePolicyText lastEvaluatedAt
ecs CapacityProvider name Describe: autoScalingGroupProvider.autoScalingGroupArn autoScalingGroupProvider.managedScaling.status autoScalingGroupProvider.managedScaling.targetCapacity autoScalingGroupProvider.managedScaling.minimumScalingStepSize autoScalingGroupProvider.managedTerminationProtection
eks Nodegroup nodegroupName Describe: clusterName scalingConfig.minSize scalingConfig.maxSize scalingConfig.desiredSize diskSize subnets[] instanceTypes[] amiType nodeRole labels.tier taints[].key taints[].value taints[].effect updateConfig.maxUnavailable launchTemplate.version
eks Addon addonName Describe: clusterName addonVersion serviceAccountRoleArn resolveConflicts configurationValues podIdentityAssociations[].serviceAccount podIdentityAssociations[].roleArn
elasticache User userId Describe: userName engine accessString noPasswordRequired authenticationMode.type
events Connection name Describe: authorizationType authParameters.oAuthParameters.authorizationEndpoint authParameters.oAuthParameters.httpMethod authParameters.invocationHttpParameters.headerParameters[].key authParameters.invocationHttpParameters.headerParameters[].isValueSecret
kms Alias aliasName List: targetKeyId
lambda EventSourceMapping uUID Get: functionName eventSourceArn batchSize maximumBatchingWindowInSeconds startingPosition parallelizationFactor bisectBatchOnFunctionError destinationConfig.onFailure.destination filterCriteria.filters[].pattern scalingConfig.maximumConcurrency functionResponseTypes[]
logs Delivery id Get: deliverySourceName deliveryDestinationArn recordFields[] fieldDelimiter s3DeliveryConfiguration.suffixPath s3DeliveryConfiguration.enableHiveCompatiblePath
monitoring CompositeAlarm alarmName Describe: alarmRule actionsEnabled alarmActions[] actionsSuppressor actionsSuppressorWaitPeriod actionsSuppressorExtensionPeriod
networkmanager GlobalNetwork globalNetworkId Describe: description state
organizations OrganizationalUnit name Describe: parentId
rds OptionGroup optionGroupName Describe: engineName majorEngineVersion optionGroupDescription optionsToInclude[].optionName optionsToInclude[].port optionsToInclude[].optionSettings[].name
rds DBProxy dBProxyName Describe: engineFamily auth[].authScheme auth[].secretArn auth[].iAMAuth roleArn vpcSubnetIds[] requireTLS idleClientTimeout debugLogging
route53 HealthCheck healthCheckId Get: callerReference healthCheckConfig.type healthCheckConfig.resourcePath healthCheckConfig.fullyQualifiedDomainName healthCheckConfig.requestInterval healthCheckConfig.failureThreshold healthCheckConfig.measureLatency healthCheckConfig.enableSNI
sns PlatformApplication name List: platform attributes.eventDeliveryFailure attributes.successFeedbackSampleRate attributes.failureFeedbackRoleArn
ssm MaintenanceWindow windowId Get: name schedule scheduleTimezone duration cutoff allowUnassociatedTargets
ssm Association associationId Describe: documentVersion parameters.operation[] scheduleExpression targets[].key targets[].values[] outputLocation.s3Location.outputS3BucketName maxErrors maxConcurrency complianceSeverity
states Activity activityArn Describe: name
wafv2 RuleGroup name Get: scope capacity rules[].name rules[].priority rules[].statement.byteMatchStatement.searchString rules[].statement.byteMatchStatement.fieldToMatch.uriPath rules[].statement.rateBasedStatement.limit rules[].visibilityConfig.sampledRequestsEnabled rules[].visibilityConfig.metricName
xray SamplingRule ruleName Get: samplingRule.priority samplingRule.fixedRate samplingRule.reservoirSize samplingRule.serviceName samplingRule.hTTPMethod samplingRule.uRLPath samplingRule.version
`;

/** Around 400 operations, none of which comes up often. */
export const tail: readonly OperationPlan[] = resources.trim().split('\n').flatMap(operationsOf);

function operationsOf(line: string): OperationPlan[] {
  const [head = '', attributes = ''] = line.split(': ');
  const [endpoint = '', noun = '', nameField = '', verb = ''] = head.split(' ');
  const calls = service(endpoint);
  const name = { [nameField]: leaf(nameField) };
  const body = fromPaths(attributes.split(' '), 60);
  const described = fromPaths(attributes.split(' '), 85);
  const result = {
    [noun.charAt(0).toLowerCase() + noun.slice(1)]: {
      ...name,
      arn: `arn:aws:${endpoint}:<region>:<account>:${noun.toLowerCase()}/<name>`,
      ...described,
      '?60 createdAt': '<time>',
      '?40 lastModifiedTime': '<now>',
    },
  };
  return [
    calls.write(
      `Create${noun}`,
      { ...name, ...body, '?40 tags': { '<pick:team|service|stage|owner>': '<team>' } },
      result,
    ),
    calls.write(`Update${noun}`, { ...name, ...body }, result),
    calls.write(`Delete${noun}`, name),
    calls.read(`${verb}${noun}`, name),
    ...(verb === 'List'
      ? []
      : [calls.read(`List${noun}s`, { maxResults: '<#int:10:100>', '?20 nextToken': '<token:40>' })]),
  ];
}

/** Nests dotted paths; each top-level attribute but the first is there `percent` of the time. */
function fromPaths(paths: readonly string[], percent: number): { readonly [key: string]: Shape } {
  const tree: Tree = new Map();
  for (const path of paths) {
    let node = tree;
    for (const part of path.split('.')) {
      const next = node.get(part) ?? new Map();
      node.set(part, next);
      node = next;
    }
  }
  return Object.fromEntries(
    [...tree].map(([part, node]) => [`?${percent} ${bare(part)}`, treeShape(part, node)]),
  );
}

type Tree = Map<string, Tree>;

function treeShape(part: string, node: Tree): Shape {
  const shape =
    node.size === 0
      ? leaf(bare(part))
      : Object.fromEntries(
          [...node].map(([child, grandchildren]) => [bare(child), treeShape(child, grandchildren)]),
        );
  return part.endsWith('[]') ? [shape] : shape;
}

function bare(part: string): string {
  return part.replace('[]', '');
}
