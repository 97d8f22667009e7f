import type { JsonFormat } from '../parser.ts';

export const eksAudit: JsonFormat = {
  kind: 'json',
  logType: 'aws.eks_audit',
  matches(value) {
    const version = value['apiVersion'];
    return value['kind'] === 'Event' && typeof version === 'string' && version.startsWith('audit.k8s.io/');
  },
  knownFields: new Set([
    'kind',
    'apiVersion',
    'level',
    'auditID',
    'stage',
    'requestURI',
    'verb',
    'user',
    'impersonatedUser',
    'sourceIPs',
    'userAgent',
    'objectRef',
    'responseStatus',
    'requestObject',
    'responseObject',
    'requestReceivedTimestamp',
    'stageTimestamp',
    'annotations',
    'authenticationMetadata',
  ]),
};
