import { afterEach, expect, it, vi } from 'vitest'
import { keyHeader } from '../../../src-renderer/api/page-key.ts'
import { openSocket } from '../../../src-renderer/api/socket.ts'
import { thumbnailUrl } from '../../../src-renderer/api/thumbnail.ts'

afterEach(() => {
  localStorage.clear()
  vi.unstubAllGlobals()
})

function protocols(): unknown {
  const socket = vi.fn(function () {})
  vi.stubGlobal('WebSocket', socket)
  openSocket()
  return (socket.mock.calls[0] as unknown[])[1]
}

it('goes with thumbnails, uploads and the socket', () => {
  localStorage.setItem('glassbox.key', 'k-1_')
  expect(thumbnailUrl('abc', 3)).toBe('/thumbnails/abc/3?key=k-1_')
  expect(keyHeader()).toEqual({ 'x-glassbox-key': 'k-1_' })
  expect(protocols()).toEqual(['glassbox', 'k-1_'])
})

it('is left out where there is none', () => {
  expect(thumbnailUrl('abc', 3)).toBe('/thumbnails/abc/3')
  expect(protocols()).toEqual(['glassbox'])
})
