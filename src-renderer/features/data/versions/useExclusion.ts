import { useRouter } from 'vue-router'
import type { DatasetSummary } from '../../../../src-main/contract/types.ts'
import { useDatasetVersions } from '../../../stores/dataset-versions.ts'

/** Leaves items out of a data set and shows the version that comes of it. */
export function useExclusion(dataset: () => DatasetSummary) {
  const router = useRouter()
  const versions = useDatasetVersions()
  return async (positions: readonly number[], reason: string): Promise<void> => {
    const made = await versions.exclude(dataset(), positions, reason)
    if (made !== null) await router.push(`/data/${made}`)
  }
}
