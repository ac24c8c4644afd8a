import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  decodeMessage,
  encodeMessage,
  type ClientMessage,
  type ServerMessage,
} from '../../../src-main/contract/wire.ts'
import { pageIsRefused, SocketConnection } from '../../../src-renderer/api/socket.ts'
import { sampleSettings } from '../samples.ts'

class FakeSocket extends EventTarget {
  binaryType = 'blob'
  readonly sent: ClientMessage[] = []
  send(bytes: Uint8Array): void {
    this.sent.push(decodeMessage(bytes) as ClientMessage)
  }
  open(): void {
    this.dispatchEvent(new Event('open'))
  }
  close(): void {
    this.dispatchEvent(new Event('close'))
  }
  answer(message: ServerMessage): void {
    this.dispatchEvent(new MessageEvent('message', { data: encodeMessage(message).slice().buffer }))
  }
}

const sockets: FakeSocket[] = []
const latest = (): FakeSocket => sockets.at(-1)!
function connect(refused = async (): Promise<boolean> => false): SocketConnection {
  return new SocketConnection(() => {
    const socket = new FakeSocket()
    sockets.push(socket)
    return socket as unknown as WebSocket
  }, refused)
}
function welcome(sequence = 0, complete = true, stream = 's1'): void {
  latest().open()
  latest().answer({ kind: 'welcome', stream, sequence, complete })
}
const changed = (sequence: number, theme: 'light' | 'dark'): ServerMessage => ({
  kind: 'event',
  sequence,
  event: { topic: 'settings/changed', payload: sampleSettings({ theme }) },
})

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  sockets.length = 0
})

describe('calls', () => {
  it('wait for the welcome, then go out in order after hello', async () => {
    const connection = connect()
    const answer = connection.invoke('settings/get', {})
    expect(latest().sent).toEqual([])
    welcome()
    expect(latest().sent).toEqual([
      { kind: 'hello', seen: null },
      { kind: 'call', id: 1, name: 'settings/get', input: {} },
    ])
    latest().answer({ kind: 'result', id: 1, ok: true, output: { theme: 'dark', threads: 2 } })
    expect(await answer).toEqual({ theme: 'dark', threads: 2 })
    expect(latest().binaryType).toBe('arraybuffer')
  })

  it('reject with the code, sentence and hint of the host', async () => {
    const connection = connect()
    welcome()
    const answer = connection.invoke('runs/get', { id: 'nope' })
    latest().answer({
      kind: 'result',
      id: 1,
      ok: false,
      error: { code: 'not-found', message: 'No such run.', hint: 'Look.' },
    })
    await expect(answer).rejects.toMatchObject({ code: 'not-found', message: 'No such run.', hint: 'Look.' })
  })

  it('under way or made while the connection is lost are rejected, never repeated', async () => {
    const connection = connect()
    welcome()
    const underWay = connection.invoke('runs/stop', { id: 'run00001' })
    latest().close()
    await expect(underWay).rejects.toMatchObject({ code: 'server/connection-lost' })
    await expect(connection.invoke('app/info', {})).rejects.toMatchObject({ code: 'server/connection-lost' })
    vi.advanceTimersByTime(250)
    welcome()
    expect(latest().sent).toEqual([{ kind: 'hello', seen: { stream: 's1', sequence: 0 } }])
  })
})

describe('reconnection', () => {
  it('tries again with growing delays up to four seconds and says so meanwhile', () => {
    const connection = connect()
    welcome()
    expect(connection.state.value).toBe('open')
    const delays = [250, 500, 1000, 2000, 4000, 4000]
    for (const [attempt, delay] of delays.entries()) {
      latest().close()
      expect(connection.state.value).toBe('lost')
      vi.advanceTimersByTime(delay - 1)
      expect(sockets).toHaveLength(attempt + 1)
      vi.advanceTimersByTime(1)
      expect(sockets).toHaveLength(attempt + 2)
    }
    welcome()
    expect(connection.state.value).toBe('open')
    latest().close()
    vi.advanceTimersByTime(250)
    expect(sockets).toHaveLength(delays.length + 2)
  })

  it('says when a Glassbox that was started anew refuses the page, and then tries seldom', async () => {
    let refused = true
    const ask = vi.fn(async () => refused)
    const connection = connect(ask)
    welcome()
    for (const delay of [250, 500]) {
      latest().close()
      await vi.advanceTimersByTimeAsync(delay)
    }
    expect(ask).not.toHaveBeenCalled()
    expect(connection.state.value).toBe('lost')
    latest().close()
    await vi.advanceTimersByTimeAsync(1000)
    expect(connection.state.value).toBe('refused')
    await expect(connection.invoke('app/info', {})).rejects.toMatchObject({ code: 'server/connection-lost' })
    const before = sockets.length
    latest().close()
    await vi.advanceTimersByTimeAsync(14_999)
    expect(sockets).toHaveLength(before)
    await vi.advanceTimersByTimeAsync(1)
    expect(sockets).toHaveLength(before + 1)
    refused = false
    latest().close()
    await vi.advanceTimersByTimeAsync(0)
    expect(connection.state.value).toBe('lost')
    await vi.advanceTimersByTimeAsync(15_000)
    welcome()
    expect(connection.state.value).toBe('open')
  })

  it('names the last event seen and takes each missed event once, before or after the welcome', () => {
    const connection = connect()
    const seen: string[] = []
    connection.on('settings/changed', ({ theme }) => seen.push(theme))
    const missed = vi.fn()
    connection.onMissed(missed)
    welcome(4)
    latest().answer(changed(5, 'light'))
    latest().close()
    vi.advanceTimersByTime(250)
    latest().open()
    expect(latest().sent).toEqual([{ kind: 'hello', seen: { stream: 's1', sequence: 5 } }])
    latest().answer(changed(5, 'light'))
    latest().answer({ kind: 'welcome', stream: 's1', sequence: 7, complete: true })
    latest().answer(changed(6, 'dark'))
    latest().answer(changed(7, 'light'))
    expect(seen).toEqual(['light', 'dark', 'light'])
    expect(missed).not.toHaveBeenCalled()
  })

  it('reports what was missed for good, but not on the first connection', () => {
    const connection = connect()
    const missed = vi.fn()
    connection.onMissed(missed)
    welcome(9, false)
    expect(missed).not.toHaveBeenCalled()
    latest().close()
    vi.advanceTimersByTime(250)
    welcome(2, false, 's2')
    expect(missed).toHaveBeenCalledOnce()
    const seen = vi.fn()
    connection.on('settings/changed', seen)
    latest().answer(changed(3, 'dark'))
    expect(seen).toHaveBeenCalledOnce()
  })
})

it('has everything read anew after a call was lost with the connection, though no event was', async () => {
  const connection = connect()
  const missed = vi.fn()
  connection.onMissed(missed)
  welcome()
  latest().close()
  await connection.invoke('runs/list', {}).catch(() => undefined)
  vi.advanceTimersByTime(250)
  welcome()
  expect(missed).toHaveBeenCalledOnce()
  latest().close()
  vi.advanceTimersByTime(250)
  welcome()
  expect(missed).toHaveBeenCalledOnce()
})

it('an ended subscription hears nothing', () => {
  const connection = connect()
  const listener = vi.fn()
  const end = connection.on('settings/changed', listener)
  welcome()
  end()
  latest().answer(changed(1, 'dark'))
  expect(listener).not.toHaveBeenCalled()
})

describe('pageIsRefused', () => {
  afterEach(() => vi.unstubAllGlobals())
  it.each([
    ['refuses', async () => new Response(null, { status: 403 }), true],
    ['lets it in', async () => new Response('page'), false],
    ['is not there', () => Promise.reject(new TypeError('Failed to fetch')), false],
  ])('when the host %s', async (_what, answer, refused) => {
    vi.stubGlobal('fetch', vi.fn(answer))
    expect(await pageIsRefused()).toBe(refused)
  })
})
