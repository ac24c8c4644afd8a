import type { CustomScheme, Privileges } from 'electron'

/** Of schemes that were registered before the application was ready. */
export const privileges = new Map<string, Privileges>()
export const handlers = new Map<string, (request: Request) => Response | Promise<Response>>()

export function registerSchemes(schemes: readonly CustomScheme[]): void {
  for (const { scheme, privileges: given } of schemes) privileges.set(scheme, given ?? {})
}

/** The browser resolves every name below `localhost` to this machine and trusts it as it trusts a standard, secure scheme. */
const DOMAIN = 'localhost'
const isCustom = (scheme: string): boolean => privileges.has(scheme) || handlers.has(scheme)

/** An address as the application knows it to the one the browser is given: `app://host/x` to `http://host.app.localhost/x`. */
export function toBrowser(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url)
  if (!match || !isCustom(match[1]!)) return url
  return `http://${match[2]}.${match[1]}.${DOMAIN}${match[3]}`
}

/** The other way; addresses that stand for no scheme stay as they are. */
export function fromBrowser(url: string): string {
  const match = /^http:\/\/(.+)\.([a-z][a-z0-9+-]*)\.localhost(?=$|[/?#])/.exec(url)
  return match && isCustom(match[2]!) ? `${match[2]}://${match[1]}${url.slice(match[0].length)}` : url
}

/** A page's policy names schemes and hosts too. */
export function policyToBrowser(policy: string): string {
  return policy.replace(
    /(?<=^|[\s;])([a-z][a-z0-9+-]*):(\/\/[^\s;]+)?(?=$|[\s;])/g,
    (source, scheme: string, rest?: string) => {
      if (!isCustom(scheme)) return source
      return rest ? toBrowser(source) : `http://*.${scheme}.${DOMAIN}`
    },
  )
}

/** @returns the scheme that a host name stands for. */
export function schemeOf(host: string): string | undefined {
  return /\.([a-z][a-z0-9+-]*)\.localhost$/.exec(host)?.[1]
}
