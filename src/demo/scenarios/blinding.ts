import { type Actor, addCall, assumedRole, attackerIp, type Call, type Scenario } from './scenario.ts';

const name = 'logging-disabled-and-snapshot-shared';

/** Accounts outside the organisation. */
const foreignAccount = '999988887777';

/** The cameras are switched off, then the disk is carried out. */
export const blinding: Scenario = {
  name,
  story:
    'With the session of an administrator an attacker stops and deletes a trail, weakens GuardDuty, and shares a snapshot of a database volume with an account outside the organisation.',
  minutes: 34,
  play(stage) {
    const { random, organisation } = stage;
    const assets = stage.assets('production-payments', 'eu-west-1');
    const account = assets.account.id;
    const administrator = organisation.people.find(({ duty }) => duty === 'administrator');
    const actor: Actor = {
      identity: assumedRole(
        assets.account,
        random,
        `AWSReservedSSO_AdministratorAccess_${random.hex(16)}`,
        administrator?.email ?? 'administrator@example.com',
        stage.at(-30),
      ),
      sourceIp: attackerIp(random),
      userAgent:
        'Boto3/1.34.11 md/Botocore#1.34.11 ua/2.0 os/linux#5.15.0-91-generic md/arch#x86_64 lang/python#3.10.12',
    };
    const call = (fields: Omit<Call, 'actor' | 'assets'>) =>
      addCall(stage, name, { actor, assets, ...fields });
    const trail = `arn:aws:cloudtrail:eu-west-1:${account}:trail/payments-audit`;
    const detectorId = random.hex(32);
    const volume = random.pick(assets.of('volume'));
    const snapshot = `snap-0${random.hex(16)}`;
    blind(call, trail, detectorId);
    share(call, volume, snapshot);
  },
};

type Caller = (fields: Omit<Call, 'actor' | 'assets'>) => void;

function blind(call: Caller, trail: string, detectorId: string): void {
  const look = { step: 'discovery', technique: 'T1526', topics: [] };
  call({
    minutes: 0,
    service: 'cloudtrail',
    name: 'DescribeTrails',
    readOnly: true,
    request: { includeShadowTrails: true },
    label: look,
  });
  call({
    minutes: 2,
    service: 'guardduty',
    name: 'ListDetectors',
    readOnly: true,
    request: null,
    label: look,
  });
  const impaired = { technique: 'T1685.002', topics: ['cloudtrail-stopped'] };
  call({
    minutes: 5,
    service: 'cloudtrail',
    name: 'StopLogging',
    readOnly: false,
    request: { name: trail },
    label: { step: 'trail stopped', ...impaired },
  });
  call({
    minutes: 7,
    service: 'cloudtrail',
    name: 'DeleteTrail',
    readOnly: false,
    request: { name: trail },
    label: { step: 'trail deleted', ...impaired },
  });
  call({
    minutes: 10,
    service: 'guardduty',
    name: 'UpdateDetector',
    readOnly: false,
    request: { detectorId, enable: false },
    label: { step: 'GuardDuty disabled', technique: 'T1685', topics: ['guardduty-weakened'] },
  });
  call({
    minutes: 12,
    service: 'guardduty',
    name: 'CreateFilter',
    readOnly: false,
    request: {
      detectorId,
      name: 'noise',
      action: 'ARCHIVE',
      rank: 1,
      findingCriteria: { criterion: { severity: { gte: 1 } } },
      clientToken: detectorId,
    },
    response: { name: 'noise' },
    label: { step: 'findings muted', technique: 'T1685', topics: ['guardduty-findings-muted'] },
  });
}

function share(call: Caller, volume: string, snapshot: string): void {
  call({
    minutes: 18,
    service: 'ec2',
    name: 'CreateSnapshot',
    readOnly: false,
    request: { volumeId: volume, description: 'migration' },
    response: {
      snapshotId: snapshot,
      volumeId: volume,
      status: 'pending',
      volumeSize: '400',
      encrypted: false,
    },
    label: { step: 'snapshot taken', technique: 'T1578.001', topics: [] },
  });
  call({
    minutes: 26,
    service: 'ec2',
    name: 'ModifySnapshotAttribute',
    readOnly: false,
    request: {
      snapshotId: snapshot,
      createVolumePermission: { add: { items: [{ userId: foreignAccount }] } },
      attributeType: 'CREATE_VOLUME_PERMISSION',
    },
    response: { requestId: snapshot, _return: true },
    label: { step: 'snapshot shared', technique: 'T1537', topics: ['snapshot-shared'] },
  });
  call({
    minutes: 34,
    service: 'rds',
    name: 'ModifyDBSnapshotAttribute',
    readOnly: false,
    request: {
      dBSnapshotIdentifier: 'payments-final',
      attributeName: 'restore',
      valuesToAdd: [foreignAccount],
    },
    response: {
      dBSnapshotIdentifier: 'payments-final',
      dBSnapshotAttributes: [{ attributeName: 'restore', attributeValues: [foreignAccount] }],
    },
    label: { step: 'database snapshot shared', technique: 'T1537', topics: ['database-snapshot-shared'] },
  });
}
