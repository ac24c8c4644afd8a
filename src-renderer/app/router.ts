import { createRouter, createWebHashHistory, type Router } from 'vue-router'

/** Views are parts of the rail; `section` says which. Each arrives when it is first opened. */
export function createAppRouter(): Router {
  return createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', meta: { section: 'Home' }, component: () => import('../features/home/HomeView.vue') },
      { path: '/data/:id?', meta: { section: 'Data' }, component: () => import('../features/data/DataView.vue') },
      {
        path: '/table',
        meta: { section: 'Data' },
        component: () => import('../features/data/table-import/TableImportView.vue'),
      },
      { path: '/train/:id?', meta: { section: 'Train' }, component: () => import('../features/train/TrainView.vue') },
      { path: '/runs', meta: { section: 'Runs' }, component: () => import('../features/runs/RunsView.vue') },
      { path: '/runs/:id', meta: { section: 'Runs' }, component: () => import('../features/runs/RunView.vue') },
      {
        path: '/classify/:id?',
        meta: { section: 'Classify' },
        component: () => import('../features/classify/ClassifyView.vue'),
      },
      {
        path: '/learn/:lesson?',
        meta: { section: 'Learn' },
        component: () => import('../features/learn/LearnView.vue'),
      },
      {
        path: '/settings',
        meta: { section: 'Settings' },
        component: () => import('../features/settings/SettingsView.vue'),
      },
      { path: '/:rest(.*)*', redirect: '/' },
    ],
  })
}
