import { Aperture, ChartLine, GraduationCap, House, Images, ScanSearch, SlidersHorizontal } from '@lucide/vue'
import type { Component } from 'vue'

export interface Section {
  readonly name: string
  readonly path: string
  readonly icon: Component
}

export const SECTIONS: readonly Section[] = [
  { name: 'Home', path: '/', icon: House },
  { name: 'Data', path: '/data', icon: Images },
  { name: 'Train', path: '/train', icon: Aperture },
  { name: 'Runs', path: '/runs', icon: ChartLine },
  { name: 'Classify', path: '/classify', icon: ScanSearch },
  { name: 'Learn', path: '/learn', icon: GraduationCap },
  { name: 'Settings', path: '/settings', icon: SlidersHorizontal },
]
