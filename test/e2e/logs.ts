/** What a log writer who means harm puts into fields: markup, a terminal escape, an override of the text's direction. */
export const hostile =
  '<script>window.executed=1</script><img src=x onerror="window.executed=2">\u001b[31mred \u202etxt.exe\u202c';

export const account = '111122223333';
export const otherAccount = '444455556666';
export const appLogLines = 3000;

/** Application logs of the last hours, one a second, newest last. */
export function appLogs(nowMs: number): string {
  return Array.from({ length: appLogLines }, (_, index) =>
    JSON.stringify({
      timestamp: new Date(nowMs - (appLogLines - index) * 1000).toISOString(),
      level: index % 50 === 0 ? 'error' : 'info',
      logger: 'checkout',
      message: index === appLogLines - 1 ? hostile : `order ${index} placed`,
      order: index,
    }),
  ).join('\n');
}

/** A CloudTrail file with the trail being stopped by someone whose names are hostile, and some ordinary calls. */
export function trail(nowMs: number): string {
  const ordinary = Array.from({ length: 40 }, (_, index) =>
    record(nowMs - 60_000 * (index + 2), {
      eventID: `10000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      recipientAccountId: index % 2 === 0 ? account : otherAccount,
    }),
  );
  const stop = record(nowMs - 60_000, {
    eventID: '20000000-0000-4000-8000-000000000000',
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    readOnly: false,
    userAgent: hostile,
    requestParameters: { name: hostile, huge: 0 },
  });
  // A number that JavaScript would round.
  return JSON.stringify({ Records: [...ordinary, stop] }).replace('"huge":0', '"huge":12345678901234567890');
}

function record(timeMs: number, more: Record<string, unknown>): Record<string, unknown> {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      arn: `arn:aws:iam::${account}:user/dana`,
      accountId: account,
      userName: 'dana',
      accessKeyId: 'AKIAEXAMPLE000000001',
    },
    eventTime: new Date(timeMs).toISOString().replace(/\.\d+/, ''),
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.9',
    userAgent: 'aws-cli/2.31.0',
    requestParameters: null,
    responseElements: null,
    eventType: 'AwsApiCall',
    recipientAccountId: account,
    managementEvent: true,
    readOnly: true,
    eventCategory: 'Management',
    ...more,
  };
}
