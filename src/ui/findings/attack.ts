export interface AttackLink {
  readonly label: string;
  readonly url: string | null;
}

// Ids of the enterprise tactics, from attack.mitre.org/tactics/enterprise: version 19, and the name it split in two.
const tactics: Readonly<Record<string, string>> = {
  reconnaissance: 'TA0043',
  'resource-development': 'TA0042',
  'initial-access': 'TA0001',
  execution: 'TA0002',
  persistence: 'TA0003',
  'privilege-escalation': 'TA0004',
  stealth: 'TA0005',
  'defense-evasion': 'TA0005',
  'defense-impairment': 'TA0112',
  'credential-access': 'TA0006',
  discovery: 'TA0007',
  'lateral-movement': 'TA0008',
  collection: 'TA0009',
  exfiltration: 'TA0010',
  'command-and-control': 'TA0011',
  impact: 'TA0040',
};

/** Where an ATT&CK id or a tactic's name leads; techniques come as `T1078.004`, in any case, with or without `attack.`. */
export function attackLink(tag: string): AttackLink {
  const name = tag.replace(/^attack\./i, '');
  const technique = /^(t\d{4})(?:\.(\d{3}))?$/i.exec(name);
  if (technique !== null) {
    const [, id = '', sub] = technique;
    const path = sub === undefined ? id.toUpperCase() : `${id.toUpperCase()}/${sub}`;
    return { label: name.toUpperCase(), url: `https://attack.mitre.org/techniques/${path}/` };
  }
  const key = name.toLowerCase().replaceAll('_', '-');
  const tactic = Object.hasOwn(tactics, key) ? tactics[key] : undefined;
  const words = key.replaceAll('-', ' ');
  return {
    label: words.charAt(0).toUpperCase() + words.slice(1),
    url: tactic === undefined ? null : `https://attack.mitre.org/tactics/${tactic}/`,
  };
}

/** Rules name references of their own; only web addresses become links. */
export function webAddress(text: string): string | null {
  return /^https?:\/\/[^\s]+$/i.test(text) ? text : null;
}
