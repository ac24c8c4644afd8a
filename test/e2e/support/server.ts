import { startGlassbox, type RunningGlassbox } from '../../main/support/glassbox.ts'

/** Starts Glassbox for a browser, on any free port unless told which. */
export async function serve(home: string, port = 0): Promise<RunningGlassbox & { url: string }> {
  const running = startGlassbox(['serve', '--no-open', '--port', String(port)], { home })
  const [url] = await running.printed(/^http:\/\/127\.0\.0\.1:\d+\/\S*$/m)
  return { ...running, url }
}
