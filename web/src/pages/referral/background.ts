/** Clocks that run beside the procedure: they warn before they end, and make it nobody's turn. */
export const background = new Set(['clk_penalty_decide', 'clk_seizure_period', 'clk_evidence_registration', 'fwd_platform_entry']);
