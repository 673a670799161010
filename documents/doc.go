// Package documents makes the official papers (公文与执法文书) of a case.
//
// A caller fills one view, [Case], and asks a [Renderer] for any [Kind]. The
// words of a paper stand in templates/, where a lawyer can read and an agency
// can replace them; the grid of GB/T 9704-2012 stands in layout/. Nothing here
// touches SQL, a clock or the network: the same view, template and font give
// the same bytes.
package documents
