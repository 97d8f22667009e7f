export function FindingPanel() {
  return null;
}
