export function DemoBanner() {
  return (
    <aside
      aria-label="Simulated data"
      className="flex shrink-0 items-center justify-center gap-2 border-b border-line bg-medium-fill px-4 py-1 text-xs text-medium"
    >
      <strong className="font-semibold">Simulated data</strong>
      <span className="max-sm:hidden">
        A made-up organisation under a made-up attack. No account, person or address here is real.
      </span>
    </aside>
  );
}
