export const COMPARE_TABS = ['differences', 'curves', 'confusion', 'weights', 'parameters', 'tree'] as const
export type CompareTab = (typeof COMPARE_TABS)[number]
