import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { connectionKey } from '../../src-renderer/api/connection.ts'
import { type FakeApi, piniaOver } from './fake-api.ts'

/** A view at an address, over a fake host, with everything that was on its way having arrived. */
export async function mountView(
  view: Component,
  api: FakeApi,
  path = '/',
): Promise<{ view: VueWrapper; router: Router }> {
  const Nothing = { render: () => null }
  const paths = [
    '/',
    '/table',
    '/data/:id?',
    '/train/:id?',
    '/runs',
    '/runs/:id',
    '/classify/:id?',
    '/learn/:lesson?',
    '/settings',
  ]
  const routes = paths.map((one) => ({ path: one, component: Nothing, meta: { section: 'Here' } }))
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push(path)
  const pinia = piniaOver(api)
  const wrapper = mount(view, {
    global: { plugins: [pinia, router], provide: { [connectionKey as symbol]: api } },
    attachTo: document.body,
  })
  await flushPromises()
  return { view: wrapper, router }
}
