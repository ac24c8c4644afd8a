import { computed } from 'vue'
import type { RunSummary } from '../../../src-main/contract/types.ts'
import { useRuns } from '../../stores/runs.ts'

/** A run as it was heard of last: its details are read a moment later. */
export function useRunNow(run: () => RunSummary) {
  const runs = useRuns()
  return computed(() => runs.runs?.get(run().id) ?? run())
}
