/** Every log type Trailwatch knows, with what it is. The order is the order of pages and tables. */
export const logTypes = {
  'aws.cloudtrail': 'AWS CloudTrail management, data, Insights and network activity events',
  'aws.cloudtrail_digest': 'AWS CloudTrail digest files',
  'aws.vpcflow': 'VPC Flow Logs',
  'aws.tgwflow': 'Transit Gateway Flow Logs',
  'aws.guardduty': 'Amazon GuardDuty findings',
  'aws.securityhub': 'AWS Security Hub findings (ASFF and OCSF)',
  'aws.securitylake': 'Other Amazon Security Lake records (OCSF)',
  'aws.config': 'AWS Config items, snapshots and notifications',
  'aws.waf': 'AWS WAF web ACL logs',
  'aws.alb': 'Application Load Balancer access logs',
  'aws.nlb': 'Network Load Balancer TLS logs',
  'aws.clb': 'Classic Load Balancer access logs',
  'aws.s3access': 'Amazon S3 server access logs',
  'aws.cloudfront': 'Amazon CloudFront standard logs',
  'aws.route53resolver': 'Route 53 Resolver query logs',
  'aws.networkfirewall': 'AWS Network Firewall alert and flow logs',
  'aws.eks_audit': 'Amazon EKS (Kubernetes) audit logs',
  'aws.rds': 'Amazon RDS database logs',
  'aws.lambda': 'AWS Lambda platform and function logs',
  'aws.cloudwatch_logs': 'Other CloudWatch Logs events',
  'aws.eventbridge': 'Other Amazon EventBridge events',
  'aws.sns': 'Other Amazon SNS messages',
  'aws.s3_notification': 'S3 event notifications',
  'app.json': 'Application logs in JSON',
  'app.logfmt': 'Application logs in logfmt',
  'app.access': 'nginx and Apache access logs',
  'app.csv': 'Comma-separated records with a header',
  'app.text': 'Application logs in plain text',
  syslog: 'Syslog, RFC 3164 and RFC 5424',
} as const;

export type LogType = keyof typeof logTypes;

export function isLogType(name: string): name is LogType {
  return Object.hasOwn(logTypes, name);
}
