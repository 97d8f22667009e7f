import type { Fields } from '../../event/event.ts';
import { firstText, objectOf, textOf } from '../read.ts';

export interface Actor {
  /** An ARN where the event has one, else the best name there is. */
  readonly name: string;
  /** The role behind an assumed-role session; '' where there is none. */
  readonly role: string;
}

/**
 * Who acted, by the type of identity.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function resolveActor(identity: Fields): Actor {
  const { arn, userName, principalId, accountId } = identity;
  const issuer = objectOf(objectOf(identity.sessionContext).sessionIssuer);
  const role = textOf(issuer.arn);
  switch (identity.type) {
    case 'AWSService':
      return { name: firstText(identity.invokedBy, arn, principalId), role };
    case 'SAMLUser':
    case 'WebIdentityUser':
      return { name: firstText(userName, arn, principalId, identity.identityProvider), role };
    case 'IdentityCenterUser': {
      const person = objectOf(identity.onBehalfOf);
      return { name: firstText(arn, userName, person.userId, identity.credentialId), role };
    }
    case 'Root':
      return { name: firstText(arn, userName, principalId, accountId, 'root'), role };
    case 'AWSAccount':
      return { name: firstText(arn, principalId, accountId), role };
    default:
      return { name: firstText(arn, role, userName, principalId, identity.invokedBy, accountId), role };
  }
}
