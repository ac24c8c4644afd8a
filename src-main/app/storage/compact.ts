/** What compacting asks of the owner's database. */
export interface Compacting {
  readonly compactStep: () => Promise<number>
  readonly truncateLog: () => Promise<void>
}

/**
 * Gives the free pages of the database back to the disk.
 * @param onProgress bytes given back, of so many that were free
 * @returns bytes given back; what was done before it was cancelled stays done
 */
export async function compact(
  free: number,
  { compactStep, truncateLog }: Compacting,
  onProgress: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<number> {
  let left = free
  while (left > 0 && !signal?.aborted) {
    const now = await compactStep()
    // Whoever saves meanwhile may take pages or leave some; without any progress there is nothing more to gain.
    if (now >= left) break
    left = now
    onProgress(free - left, free)
  }
  // Before that the file is as long as it was.
  await truncateLog()
  return free - left
}
