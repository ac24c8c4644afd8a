import { computed } from 'vue'
import { useRoute } from 'vue-router'
import { useDatasets } from '../stores/datasets.ts'
import { useRuns } from '../stores/runs.ts'

/** Names of what is open, after the name of the view: data set and run. */
export function useCrumbs() {
  const route = useRoute()
  const datasets = useDatasets()
  const runs = useRuns()

  const crumbs = computed(() => {
    const { id } = route.params
    if (typeof id !== 'string' || !id) return []
    if (route.meta.section === 'Data' && id === 'add') return ['Add data']
    if (route.meta.section === 'Data') return [datasets.find(id)?.name ?? id]
    const run = runs.runs?.get(id)
    return run ? [run.data, run.name] : [id]
  })
  return { crumbs }
}
