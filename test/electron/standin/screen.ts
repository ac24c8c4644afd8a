import type { Display, Screen } from 'electron'
import { KnownEmitter } from './emitter.ts'
import { readiness } from './readiness.ts'
import { strict } from './strict.ts'

/** One screen, with a bar at its top. */
const SIZE = { width: 1920, height: 1080 }
const DISPLAY = {
  id: 1,
  label: 'stand-in',
  scaleFactor: 1,
  rotation: 0,
  internal: false,
  size: SIZE,
  bounds: { x: 0, y: 0, ...SIZE },
  workArea: { x: 0, y: 30, width: SIZE.width, height: SIZE.height - 30 },
  workAreaSize: { width: SIZE.width, height: SIZE.height - 30 },
} as Display

class ScreenStandIn
  extends KnownEmitter
  implements Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay' | 'getDisplayMatching' | 'getDisplayNearestPoint'>
{
  constructor() {
    super('screen', ['display-added', 'display-removed', 'display-metrics-changed'])
  }
  getPrimaryDisplay(): Display {
    readiness.require('screen')
    return strict('display', DISPLAY)
  }
  getAllDisplays(): Display[] {
    return [this.getPrimaryDisplay()]
  }
  getDisplayMatching(): Display {
    return this.getPrimaryDisplay()
  }
  getDisplayNearestPoint(): Display {
    return this.getPrimaryDisplay()
  }
}

export const screen = strict('screen', new ScreenStandIn())
