export function DescentView() { return null; }
