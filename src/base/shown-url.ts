// Addresses as messages and logs may show them.

const userinfo = /(\/\/)[^/?#@]*@/
// Ends of the names under which addresses carry secrets: `token`, `access_token`, `apikey`, `X-Amz-Signature`.
const secretValue = /([?&;](?:[^=&;#]*[-_.])?(?:token|key|apikey|sig|signature|secret|password|passwd|pwd|auth)=)[^&;#]*/gi
const maxShown = 300

/** The address with userinfo and secret query values masked, whole; also works for what is no address. */
export function withoutSecrets(url: string): string {
  return url.replace(userinfo, '$1***@').replace(secretValue, '$1***')
}

/** The same for messages: cut to 300 characters. */
export function shownUrl(url: string): string {
  const masked = withoutSecrets(url)
  return masked.length > maxShown ? `${masked.slice(0, maxShown)}…` : masked
}
