import { onScopeDispose } from 'vue'
import { useRouter } from 'vue-router'
import { endSentence } from '../../src-main/contract/run-end.ts'
import { useConnection } from '../api/connection.ts'
import { useDesktop } from '../api/desktop.ts'
import { useApp } from '../stores/app.ts'
import { useRuns } from '../stores/runs.ts'

/** In a browser, tells the end of a run to whoever looks elsewhere; a desktop host does it by itself. */
export function useEndNotices(): void {
  if (useDesktop() || !('Notification' in window)) return
  const api = useConnection()
  const app = useApp()
  const runs = useRuns()
  const router = useRouter()

  function tell(runId: string): void {
    const run = runs.runs?.get(runId)
    const isOver = run?.status === 'completed' || run?.status === 'failed'
    if (!run || !isOver || !app.settings.notifyAtEnd) return
    if (Notification.permission !== 'granted' || document.hasFocus()) return
    const notice = new Notification(run.name, { body: endSentence(run), tag: run.id })
    notice.onclick = () => {
      window.focus()
      notice.close()
      void router.push(`/runs/${runId}`)
    }
  }
  onScopeDispose(api.on('run/finished', ({ runId }) => tell(runId)))
}
