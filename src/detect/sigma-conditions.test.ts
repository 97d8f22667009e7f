import { checkTable } from './testing-table.ts';

checkTable('conditions', [
  [
    'and, or and not, by binding',
    'x: {a: 1}\ny: {b: 1}\nz: {c: 1}\ncondition: x or y and not z',
    [{ a: 1, c: 1 }, { b: 1 }],
    [{ b: 1, c: 1 }, {}],
  ],
  [
    'parentheses',
    'x: {a: 1}\ny: {b: 1}\nz: {c: 1}\ncondition: (x or y) and not z',
    [{ a: 1 }, { b: 1 }],
    [{ a: 1, c: 1 }, {}],
  ],
  ['not of a group', 'x: {a: 1}\ny: {b: 1}\ncondition: not (x or y)', [{}], [{ a: 1 }, { b: 1 }]],
  ['double not', 'x: {a: 1}\ncondition: not not x', [{ a: 1 }], [{}]],
  ['words in capitals', 'x: {a: 1}\ny: {b: 1}\ncondition: x AND NOT y', [{ a: 1 }], [{ a: 1, b: 1 }]],
  [
    '1 of a pattern',
    's_a: {a: 1}\ns_b: {b: 1}\nf: {c: 1}\ncondition: 1 of s_* and not f',
    [{ a: 1 }, { b: 1 }],
    [{}, { a: 1, c: 1 }],
  ],
  ['any of a pattern', 's_a: {a: 1}\ns_b: {b: 1}\ncondition: any of s_*', [{ b: 1 }], [{}]],
  ['all of a pattern', 's_a: {a: 1}\ns_b: {b: 1}\ncondition: all of s_*', [{ a: 1, b: 1 }], [{ a: 1 }]],
  [
    '2 of a pattern',
    's_a: {a: 1}\ns_b: {b: 1}\ns_c: {c: 1}\ncondition: 2 of s_*',
    [
      { a: 1, c: 1 },
      { a: 1, b: 1, c: 1 },
    ],
    [{ a: 1 }, {}],
  ],
  [
    'not 2 of them',
    'a: {a: 1}\nb: {b: 1}\nc: {c: 1}\ncondition: not 2 of them',
    [{ a: 1 }, {}],
    [{ a: 1, c: 1 }],
  ],
  [
    '1 of them leaves out names that start with an underscore',
    'a: {a: 1}\n_b: {b: 1}\ncondition: 1 of them',
    [{ a: 1 }],
    [{ b: 1 }],
  ],
  ['all of them', 'a: {a: 1}\n_b: {b: 1}\nc: {c: 1}\ncondition: all of them', [{ a: 1, c: 1 }], [{ a: 1 }]],
  [
    'a pattern with the star elsewhere',
    'x_1_z: {a: 1}\nx_2_z: {b: 1}\nx_3_y: {c: 1}\ncondition: 1 of x*z',
    [{ a: 1 }, { b: 1 }],
    [{ c: 1 }],
  ],
  [
    'not 1 of a pattern',
    's: {a: 1}\nf_1: {b: 1}\nf_2: {c: 1}\ncondition: s and not 1 of f_*',
    [{ a: 1 }],
    [
      { a: 1, b: 1 },
      { a: 1, c: 1 },
    ],
  ],
  [
    'not all of a pattern',
    's: {a: 1}\nf_1: {b: 1}\nf_2: {c: 1}\ncondition: s and not all of f_*',
    [{ a: 1, b: 1 }],
    [{ a: 1, b: 1, c: 1 }],
  ],
  [
    'a list of conditions is any of them',
    'x: {a: 1}\ny: {b: 1}\ncondition: [x, y]',
    [{ a: 1 }, { b: 1 }],
    [{}],
  ],
  ['names with dashes and digits', 'sel-1.x: {a: 1}\ncondition: sel-1.x', [{ a: 1 }], [{}]],
  [
    'not null asks for a value',
    's: {a: 1}\nn: {b: null}\ncondition: s and not n',
    [{ a: 1, b: 0 }],
    [{ a: 1 }, { a: 1, b: null }],
  ],
]);

const connections = [
  { p: 'tcp', ip: '10.0.0.1' },
  { p: 'udp', ip: '192.0.2.1' },
];
checkTable(
  'array selectors, sigma-version 3',
  [
    [
      'any: one member meets all',
      'c[any]:\n  p: tcp\n  ip|cidr: 10.0.0.0/8',
      [{ c: connections }],
      [
        {
          c: [
            { p: 'udp', ip: '10.0.0.1' },
            { p: 'tcp', ip: '192.0.2.1' },
          ],
        },
        { c: [] },
        {},
      ],
    ],
    [
      'without a selector members are mixed',
      'c.p: udp\nc.ip: 10.0.0.1',
      [{ c: connections }],
      [{ c: [{ p: 'tcp', ip: '10.0.0.1' }] }],
    ],
    [
      'all: every member, and at least one',
      'c[all]:\n  p: tcp',
      [{ c: [{ p: 'tcp' }, { p: 'TCP' }] }],
      [{ c: connections }, { c: [] }, {}],
    ],
    [
      'all_or_empty',
      'c[all_or_empty]:\n  p: tcp',
      [{ c: [{ p: 'tcp' }] }, { c: [] }, {}],
      [{ c: connections }],
    ],
    ['none', 'c[none]:\n  p: icmp', [{ c: connections }, { c: [] }, {}], [{ c: [{ p: 'icmp' }] }]],
    [
      'a quantifier before the rest of a path',
      'c[all].p: tcp',
      [{ c: [{ p: 'tcp' }] }],
      [{ c: connections }],
    ],
    [
      'a quantifier with modifiers on plain members',
      'a[all]|startswith: x',
      [{ a: ['x1', 'X2'] }, { a: 'x' }],
      [{ a: ['x1', 'y'] }, { a: [] }],
    ],
    ['a position', 'c[1].p: udp', [{ c: connections }], [{ c: [{ p: 'udp' }] }, { c: { 1: { p: 'udp' } } }]],
    ['the member itself', "a[any]:\n  .: x\n  .|startswith: 'x'", [{ a: ['y', 'x'] }], [{ a: ['y'] }]],
    [
      'a block with a condition',
      'c[any]:\n  s: {p: tcp}\n  f: {ip: 10.0.0.1}\n  condition: s and not f',
      [{ c: [...connections, { p: 'tcp', ip: '1.1.1.1' }] }],
      [{ c: connections }],
    ],
    [
      'blocks within blocks',
      'c[any]:\n  p: tcp\n  tags[all]|startswith: a',
      [{ c: [{ p: 'tcp', tags: ['a1', 'a2'] }] }],
      [{ c: [{ p: 'tcp', tags: ['a', 'b'] }] }],
    ],
    [
      'a list of blocks is any of them',
      'c[any]:\n  - p: tcp\n  - ip: x',
      [{ c: [{ ip: 'x' }] }],
      [{ c: [{ p: 'udp' }] }],
    ],
    ['brackets are plain when escaped', "'a\\[any\\]': x", [{ 'a[any]': 'x' }], [{ a: ['x'] }]],
    [
      'hostile names stay absent within members',
      'c[any]:\n  constructor|exists: true',
      ['{"c":[{"constructor":1}]}'],
      [{ c: [{}] }],
    ],
  ],
  'sigma-version: 3\n',
);

checkTable('array selectors are plain names before version 3', [
  ['brackets', "'a[any]': x", [{ 'a[any]': 'x' }], [{ a: ['x'] }]],
]);
