declare module 'vnu-jar' {
  /** Where the checker's jar lies: a String object. */
  const jar: { toString(): string }
  export default jar
}
