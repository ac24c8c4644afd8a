import type { CommandName } from './contract.ts'
import type { DesktopCommandName } from './desktop.ts'

/** Fails to compile when a name of `All` is missing from the list, or one is there that is not of them. */
const every =
  <All extends string>() =>
  <const List extends readonly All[]>(list: [Exclude<All, List[number]>] extends [never] ? List : never): List =>
    list

/**
 * The names alone: all that the preload may know of the contract, because a sandboxed one can load no library.
 * This file imports types only.
 */
export const COMMAND_NAMES = every<CommandName>()([
  'app/info',
  'settings/get',
  'settings/set',
  'datasets/list',
  'datasets/get',
  'datasets/items',
  'datasets/rows',
  'datasets/table-preview',
  'datasets/preview',
  'datasets/import',
  'datasets/check',
  'datasets/unfinished',
  'datasets/discard-unfinished',
  'datasets/doctor',
  'datasets/exclude',
  'datasets/delete',
  'datasets/restore',
  'datasets/edit',
  'datasets/relink',
  'jobs/cancel',
  'jobs/pause',
  'jobs/resume',
  'jobs/list',
  'runs/start',
  'runs/estimate',
  'runs/find-rate',
  'runs/stop',
  'runs/pause',
  'runs/resume',
  'runs/change',
  'runs/queue',
  'runs/move',
  'runs/pin',
  'runs/edit',
  'runs/delete',
  'runs/restore',
  'runs/trash',
  'runs/empty-trash',
  'runs/verify',
  'runs/compare',
  'runs/differences',
  'runs/compare-answers',
  'runs/compare-with-first',
  'runs/report',
  'runs/compare-weights',
  'runs/diagnostics',
  'runs/rate-curve',
  'runs/curves',
  'runs/export',
  'runs/import',
  'runs/list',
  'runs/columns',
  'runs/find',
  'runs/get',
  'runs/history',
  'runs/weights',
  'runs/watch',
  'runs/evaluate',
  'runs/evaluated-items',
  'runs/look',
  'classify/pictures',
  'storage/info',
  'storage/check',
  'storage/compact',
  'storage/clear-caches',
  'storage/backup',
])

export const DESKTOP_COMMAND_NAMES = every<DesktopCommandName>()([
  'desktop/ready',
  'desktop/choose-folder',
  'desktop/choose-pictures',
  'desktop/clipboard-picture',
])

/** Channels between the page and the main process of Electron; a command's channel is its name. */
export const EVENT_CHANNEL = 'glassbox/event'
export const DESKTOP_EVENT_CHANNEL = 'glassbox/desktop-event'
