import { expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { readAhead } from '../../../src-renderer/app/read-ahead.ts'

it('reads the views that were not opened, one at a time whenever nothing happens', async () => {
  const asked: string[] = []
  const view = (name: string, works = true) => ({
    path: `/${name}`,
    component: async () => {
      asked.push(name)
      if (!works) throw new Error('the connection is lost')
      return { render: () => null }
    },
  })
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [view('home'), view('lost', false), view('runs'), { path: '/:rest(.*)*', redirect: '/home' }],
  })
  await router.push('/home')
  const idle: (() => void)[] = []
  vi.stubGlobal('requestIdleCallback', (then: () => void) => idle.push(then))
  const read = readAhead(router)
  expect([asked, idle.length]).toEqual([['home'], 1])
  idle.shift()!()
  await vi.waitFor(() => expect(idle.length).toBe(1))
  expect(asked).toEqual(['home', 'lost'])
  idle.shift()!()
  await read
  expect(asked).toEqual(['home', 'lost', 'runs'])
})
