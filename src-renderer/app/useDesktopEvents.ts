import { useRouter } from 'vue-router'
import type { DesktopEvent } from '../../src-main/contract/desktop.ts'
import { toEnvelope } from '../../src-main/contract/errors.ts'
import { useDesktop } from '../api/desktop.ts'
import { pathFile } from '../api/folder.ts'
import { useOpenFolder } from '../features/home/useOpenFolder.ts'
import { useClassify } from '../stores/classify.ts'

/** Does what the person asks for in menus, notifications and on the command line. */
export function useDesktopEvents(): void {
  const desktop = useDesktop()
  if (!desktop) return
  const router = useRouter()
  const classify = useClassify()
  const { openPath } = useOpenFolder()

  async function follow(event: DesktopEvent): Promise<void> {
    if (event.kind === 'go') return void (await router.push(event.path))
    if (event.kind === 'open-folder') {
      await router.push('/')
      return openPath(event.folder)
    }
    await router.push('/classify')
    if (event.kind === 'classify-pictures')
      return classify.classify(event.paths.map((path) => ({ path, onDisk: true })))
    await classifyPicture(await desktop!.clipboardPicture())
  }

  async function classifyPicture(bytes: Uint8Array | null): Promise<void> {
    if (bytes) return classify.classify([pathFile(new File([new Uint8Array(bytes)], 'picture from the clipboard'))])
    classify.fail({
      code: 'picture/unreadable',
      message: 'There is no picture in the clipboard.',
      hint: 'Copy one in another program, then try again.',
    })
  }

  desktop.listen((event) => {
    follow(event).catch((caught: unknown) => classify.fail(toEnvelope(caught)))
  })
}
