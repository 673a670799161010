package api

import (
	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/domain/referral"
)

// registerActs has one line per action; a golden test proves table = operations.
func (s *Server) registerActs(api huma.API) {
	criminal := referral.Procedures[referral.Criminal]

	act[TextAct](s, api, criminal, "criminal.give_enforcement_opinion")
	act[TextAct](s, api, criminal, "criminal.give_legal_opinion")
	act[PlainAct](s, api, criminal, "criminal.report")
	act[PlainAct](s, api, criminal, "criminal.approve")
	act[ReasonAct](s, api, criminal, "criminal.refuse")
	act[PlainAct](s, api, criminal, "redraft")
	act[TransmitAct](s, api, criminal, "criminal.transmit")
	act[PlainAct](s, api, criminal, "criminal.notify_party")
	act[TextAct](s, api, criminal, "criminal.opinion_to_transfer")
	act[PlainAct](s, api, criminal, "mark_entered")

	act[SignForAct](s, api, criminal, "sign_for")
	act[AskSupplementAct](s, api, criminal, "ask_supplement")
	act[SupplementAct](s, api, criminal, "supplement")
	act[TextAct](s, api, criminal, "criminal.ask_evidence")
	act[TextAct](s, api, criminal, "criminal.answer_evidence")
	act[ForwardAct](s, api, criminal, "criminal.forward")
	act[ReasonAct](s, api, criminal, "return")
	act[TrackAct](s, api, criminal, "criminal.set_track")
	act[ChargesAct](s, api, criminal, "criminal.file")
	act[ChargesAct](s, api, criminal, "criminal.decline")
	act[ChargesAct](s, api, criminal, "criminal.notify_decision")
	act[ItemsAct](s, api, criminal, "criminal.handover_items")
	act[OfficerAct](s, api, criminal, "criminal.sign_items")
	act[PagesAct](s, api, criminal, "criminal.return_file")
	act[PagesAct](s, api, criminal, "criminal.sign_for_file")

	act[ChargesAct](s, api, criminal, "criminal.request_reconsideration")
	act[ChargesAct](s, api, criminal, "criminal.grant_reconsideration")
	act[ChargesAct](s, api, criminal, "criminal.uphold")
	act[ChargesAct](s, api, criminal, "criminal.suggest_supervision")
	act[ChargesAct](s, api, criminal, "criminal.accept_supervision")
	act[ChargesAct](s, api, criminal, "criminal.require_reasons")
	act[ChargesAct](s, api, criminal, "criminal.explain_reasons")
	act[ChargesAct](s, api, criminal, "criminal.find_reasons_valid")
	act[ChargesAct](s, api, criminal, "criminal.inform_reasons_valid")
	act[ChargesAct](s, api, criminal, "criminal.order_filing")
	act[PlainAct](s, api, criminal, "criminal.remind_supervised")

	act[ChargesAct](s, api, criminal, "criminal.cancel")
	act[ForwardAct](s, api, criminal, "criminal.change_unit")
	act[TextAct](s, api, criminal, "criminal.notify_unit_change")
	act[ChargesAct](s, api, criminal, "criminal.transfer_for_prosecution")
	act[ChargesAct](s, api, criminal, "criminal.return_for_investigation")
	act[ChargesAct](s, api, criminal, "criminal.prosecute")
	act[ChargesAct](s, api, criminal, "criminal.not_prosecute")
	act[ChargesAct](s, api, criminal, "criminal.notify_nonprosecution")
	act[JudgmentAct](s, api, criminal, "criminal.record_judgment")
	act[ChargesAct](s, api, criminal, "criminal.resume_penalty")
	act[PlainAct](s, api, criminal, "close")

	act[ReasonAct](s, api, criminal, "withdraw")
	act[ReasonAct](s, api, criminal, "ask_withdrawal")
	act[PlainAct](s, api, criminal, "grant_withdrawal")
	act[ReasonAct](s, api, criminal, "refuse_withdrawal")
	act[ReasonAct](s, api, criminal, "void")
}
