import { type Actor, addCall, attackerIp, type Call, type Scenario, type Stage } from './scenario.ts';

const name = 'console-brute-force-to-persistence';

/** A guessed password, no second factor, and a way back in. */
export const consoleTakeover: Scenario = {
  name,
  story:
    'An attacker guesses the console password of an IAM user without a second factor, signs in, and makes a new administrator, an access key and a password for another user to come back with.',
  minutes: 48,
  play(stage) {
    const { random } = stage;
    const assets = stage.assets('production-shop', 'us-east-1');
    const account = assets.account.id;
    const victim = 'marketing-uploads';
    const sourceIp = attackerIp(random);
    const userAgent =
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36';
    const principalId = `AIDA${random.upper(17)}`;
    const user = {
      type: 'IAMUser',
      principalId,
      arn: `arn:aws:iam::${account}:user/${victim}`,
      accountId: account,
      userName: victim,
    };
    const stranger: Actor = {
      identity: { type: 'IAMUser', principalId, accountId: account, accessKeyId: '', userName: victim },
      sourceIp,
      userAgent,
    };
    const guest: Actor = { identity: user, sourceIp, userAgent };
    const intruder: Actor = {
      identity: {
        ...user,
        accessKeyId: `ASIA${random.upper(16)}`,
        sessionContext: {
          attributes: {
            creationDate: `${new Date(stage.at(9)).toISOString().slice(0, 19)}Z`,
            mfaAuthenticated: 'false',
          },
        },
      },
      sourceIp,
      userAgent,
    };
    signIn(
      stage,
      (fields) => addCall(stage, name, { actor: stranger, assets, ...fields }),
      (fields) => addCall(stage, name, { actor: guest, assets, ...fields }),
    );
    settleIn(account, random.upper(16), (fields) =>
      addCall(stage, name, { actor: intruder, assets, ...fields }),
    );
  },
};

type Caller = (fields: Omit<Call, 'actor' | 'assets'>) => void;

const failedSignIns = 26;

function signIn(stage: Stage, asStranger: Caller, asGuest: Caller): void {
  const page = { LoginTo: 'https://console.aws.amazon.com/console/home', MobileVersion: 'No', MFAUsed: 'No' };
  for (let i = 0; i < failedSignIns; i++) {
    asStranger({
      minutes: (i / failedSignIns) * 8 + stage.random.unit() * 0.2,
      service: 'signin',
      name: 'ConsoleLogin',
      eventType: 'AwsConsoleSignIn',
      readOnly: false,
      error: ['', 'Failed authentication'],
      request: null,
      response: { ConsoleLogin: 'Failure' },
      additional: page,
      label: { step: 'password guessing', technique: 'T1110', topics: ['console-login-failure'] },
    });
  }
  asGuest({
    minutes: 9,
    service: 'signin',
    name: 'ConsoleLogin',
    eventType: 'AwsConsoleSignIn',
    readOnly: false,
    request: null,
    response: { ConsoleLogin: 'Success' },
    additional: page,
    label: {
      step: 'sign-in without a second factor',
      technique: 'T1078.004',
      topics: ['console-login-without-mfa'],
    },
  });
}

function settleIn(account: string, keyTail: string, call: Caller): void {
  const newUser = 'svc-cdn-sync';
  const userArn = `arn:aws:iam::${account}:user/${newUser}`;
  const look = { step: 'discovery', technique: 'T1087.004', topics: [] };
  call({
    minutes: 11,
    service: 'iam',
    name: 'ListUsers',
    readOnly: true,
    request: { maxItems: 100 },
    label: look,
  });
  call({
    minutes: 12,
    service: 'iam',
    name: 'GetAccountSummary',
    readOnly: true,
    request: null,
    label: look,
  });
  call({
    minutes: 15,
    service: 'iam',
    name: 'CreateUser',
    readOnly: false,
    request: { userName: newUser },
    response: {
      user: {
        path: '/',
        userName: newUser,
        userId: `AIDA${keyTail}A`,
        arn: userArn,
        createDate: 'Nov 20, 2026, 9:00:00 AM',
      },
    },
    label: { step: 'new user', technique: 'T1136.003', topics: ['iam-user-created'] },
  });
  call({
    minutes: 17,
    service: 'iam',
    name: 'AttachUserPolicy',
    readOnly: false,
    request: { userName: newUser, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    label: {
      step: 'administrator rights',
      technique: 'T1098.003',
      topics: ['administrator-policy-for-user'],
    },
  });
  call({
    minutes: 19,
    service: 'iam',
    name: 'CreateAccessKey',
    readOnly: false,
    request: { userName: newUser },
    response: {
      accessKey: {
        userName: newUser,
        accessKeyId: `AKIA${keyTail}`,
        status: 'Active',
        createDate: 'Nov 20, 2026, 9:04:00 AM',
      },
    },
    label: { step: 'access key', technique: 'T1098.001', topics: ['access-key-for-another-user'] },
  });
  call({
    minutes: 24,
    service: 'iam',
    name: 'CreateLoginProfile',
    readOnly: false,
    request: { userName: 'svc-erp-bridge', passwordResetRequired: false },
    response: {
      loginProfile: {
        userName: 'svc-erp-bridge',
        createDate: 'Nov 20, 2026, 9:09:00 AM',
        passwordResetRequired: false,
      },
    },
    label: {
      step: 'password for another user',
      technique: 'T1098',
      topics: ['console-password-for-another-user'],
    },
  });
  call({
    minutes: 48,
    service: 'iam',
    name: 'UpdateLoginProfile',
    readOnly: false,
    request: { userName: 'svc-backup-agent', passwordResetRequired: false },
    label: {
      step: 'password for another user',
      technique: 'T1098',
      topics: ['console-password-for-another-user'],
    },
  });
}
