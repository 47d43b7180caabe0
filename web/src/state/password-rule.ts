/** What the server asks of a new password; told before it is sent. */
export const MIN_PASSWORD_LENGTH = 8;
