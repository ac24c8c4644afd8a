import { useWakeLock } from '@vueuse/core'
import { computed, watch } from 'vue'
import { useDesktop } from '../api/desktop.ts'
import { useApp } from '../stores/app.ts'
import { useRuns } from '../stores/runs.ts'

/** In a browser a page in sight keeps the screen awake while something trains; a desktop host does it by itself. */
export function useKeepAwake(): void {
  if (useDesktop()) return
  const app = useApp()
  const runs = useRuns()
  const lock = useWakeLock()
  const isWanted = computed(() => app.settings.keepAwake && runs.active.length > 0)
  watch(isWanted, (wanted) => {
    if (!lock.isSupported.value) return
    // A browser may refuse, on a low battery for one; training goes on all the same.
    void (wanted ? lock.request('screen') : lock.release()).catch(() => undefined)
  })
}
