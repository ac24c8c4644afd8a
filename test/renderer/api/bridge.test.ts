import { expect, it } from 'vitest'
import { reactive } from 'vue'
import type { AppEvent } from '../../../src-main/contract/contract.ts'
import type { DesktopEvent, PreloadBridge } from '../../../src-main/contract/desktop.ts'
import { BridgeConnection } from '../../../src-renderer/api/bridge.ts'
import { desktopOver } from '../../../src-renderer/api/desktop.ts'
import { sampleSettings } from '../samples.ts'

/** A preload whose commands answer from `replies`; what crosses is cloned, as it is between real worlds. */
function preload(replies: Record<string, unknown>) {
  const calls: [string, unknown][] = []
  let event: (event: AppEvent) => void = () => undefined
  let desktopEvent: (event: DesktopEvent) => void = () => undefined
  const functions = new Proxy(
    {},
    {
      get: (_, name: string) => async (input?: unknown) => {
        calls.push([name, structuredClone(input)])
        return structuredClone(replies[name])
      },
    },
  )
  const bridge = {
    commands: functions,
    desktop: functions,
    onEvent: (listener: typeof event) => ((event = listener), () => undefined),
    onDesktopEvent: (listener: typeof desktopEvent) => ((desktopEvent = listener), () => undefined),
    pathOf: (file: File) => (file.name === 'from-disk' ? '/pictures/from-disk' : ''),
  } as unknown as PreloadBridge
  return {
    bridge,
    calls,
    emit: (sent: AppEvent): void => event(sent),
    tell: (sent: DesktopEvent): void => desktopEvent(sent),
  }
}

it('answers with what the command gives, and throws its errors with their code', async () => {
  const { bridge } = preload({
    'settings/get': { ok: true, output: { theme: 'dark', threads: null } },
    'runs/get': { ok: false, error: { code: 'not-found', message: 'No such run.', hint: 'Look in Runs.' } },
  })
  const connection = new BridgeConnection(bridge)
  expect(connection.state.value).toBe('open')
  expect(await connection.invoke('settings/get', {})).toEqual({ theme: 'dark', threads: null })
  await expect(connection.invoke('runs/get', { id: 'none' })).rejects.toMatchObject({
    code: 'not-found',
    hint: 'Look in Runs.',
  })
})

it('takes what Vue watches apart, so that it can be cloned, and leaves bytes alone', async () => {
  const { bridge, calls } = preload({ 'classify/pictures': { ok: true, output: [] } })
  const bytes = new Uint8Array([1, 2, 3])
  const input = reactive({ runId: 'abcd', pictures: [{ name: 'a.png', bytes }] })
  expect(() => structuredClone(input)).toThrow()
  await new BridgeConnection(bridge).invoke('classify/pictures', input)
  expect(calls).toEqual([['classify/pictures', { runId: 'abcd', pictures: [{ name: 'a.png', bytes }] }]])
})

it('hands events to the listeners of their topic until they leave', () => {
  const { bridge, emit } = preload({})
  const connection = new BridgeConnection(bridge)
  const heard: unknown[] = []
  const leave = connection.on('settings/changed', (settings) => heard.push(settings))
  emit({ topic: 'datasets/changed', payload: {} })
  emit({ topic: 'settings/changed', payload: sampleSettings({ theme: 'dark', threads: 2 }) })
  leave()
  emit({ topic: 'settings/changed', payload: sampleSettings({ theme: 'light', threads: 2 }) })
  expect(heard).toEqual([sampleSettings({ theme: 'dark', threads: 2 })])
})

it('says that it listens only after it does', () => {
  const { bridge, calls, tell } = preload({ 'desktop/ready': { ok: true, output: null } })
  const heard: DesktopEvent[] = []
  desktopOver(bridge).listen((event) => heard.push(event))
  tell({ kind: 'go', path: '/runs' })
  expect(calls).toEqual([['desktop/ready', undefined]])
  expect(heard).toEqual([{ kind: 'go', path: '/runs' }])
})

it('knows the path of what comes from the disk, and of nothing else', () => {
  const desktop = desktopOver(preload({}).bridge)
  expect(desktop.pathOf(new File([], 'from-disk'))).toBe('/pictures/from-disk')
  expect(desktop.pathOf(new File([], 'from-a-page'))).toBeNull()
})
