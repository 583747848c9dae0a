/** The company's logo: a portico in the brand colour. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill="var(--mantine-color-brand-6)" />
      <path d="M7 12 16 6l9 6v2H7zM9 16h3v8H9zm5.5 0h3v8h-3zM20 16h3v8h-3zM7 25h18v2H7z" fill="#fff" />
    </svg>
  );
}
