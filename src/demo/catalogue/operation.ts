import type { Shape } from '../template.ts';

/** One AWS operation as CloudTrail records it. */
export interface OperationPlan {
  /** `ec2.amazonaws.com`. */
  readonly service: string;
  readonly name: string;
  readonly readOnly: boolean;
  readonly request: Shape;
  /** null for reads, as in CloudTrail. */
  readonly response: Shape;
  readonly additional?: Shape | undefined;
  /** CloudTrail `resources`. */
  readonly resources?: Shape | undefined;
  readonly category: 'Management' | 'Data';
  readonly eventType: 'AwsApiCall' | 'AwsConsoleSignIn';
  readonly apiVersion?: string | undefined;
  /** Errors that happen on ordinary days, beside denial and throttling: code, message. */
  readonly errors: readonly (readonly [code: string, message: string])[];
}

type Extra = Partial<
  Pick<
    OperationPlan,
    'response' | 'eventType' | 'additional' | 'resources' | 'category' | 'apiVersion' | 'errors'
  >
>;

export interface ServicePlan {
  read(name: string, request?: Shape, extra?: Extra): OperationPlan;
  write(name: string, request: Shape, response?: Shape, extra?: Extra): OperationPlan;
}

/** `defaults` hold for each operation of the service. */
export function service(endpoint: string, defaults: Extra = {}): ServicePlan {
  const base = {
    service: `${endpoint}.amazonaws.com`,
    category: 'Management',
    eventType: 'AwsApiCall',
    errors: [],
    ...defaults,
  } as const;
  return {
    read: (name, request = null, extra = {}) => ({
      ...base,
      name,
      readOnly: true,
      request,
      response: null,
      ...extra,
    }),
    write: (name, request, response = null, extra = {}) => ({
      ...base,
      name,
      readOnly: false,
      request,
      response,
      ...extra,
    }),
  };
}

/** EC2's way of writing a list. */
export function items(...members: readonly Shape[]): Shape {
  return { items: members };
}
