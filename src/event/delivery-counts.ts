/** delivered = stored + duplicates + filtered + deadLetters, always. */
export interface DeliveryCounts {
  readonly delivered: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly filtered: number;
  readonly deadLetters: number;
  readonly findings: number;
}
