/** What the engine uses of the global `performance`, which browsers and Node have and ES2024's types do not declare. */
interface Host {
  readonly performance: { now(): number }
}

/** Milliseconds with fractions, from an arbitrary beginning; changes of the machine's clock do not touch it. */
export const monotonic = (): number => (globalThis as unknown as Host).performance.now()
