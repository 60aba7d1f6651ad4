<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

/**
 * Event observers.
 *
 * All of them are internal: they run inside the transaction that made the event, so that the row in the outbox
 * is committed or rolled back together with the grade. None of them ever calls another server.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$observers = [
    [
        'eventname' => '\core\event\user_graded',
        'callback' => '\local_ltibadgeconnector\observer::grade',
    ],
    [
        'eventname' => '\core\event\grade_deleted',
        'callback' => '\local_ltibadgeconnector\observer::grade_deleted',
    ],
    [
        'eventname' => '\core\event\grade_item_created',
        'callback' => '\local_ltibadgeconnector\observer::course_changed',
    ],
    [
        'eventname' => '\core\event\grade_item_updated',
        'callback' => '\local_ltibadgeconnector\observer::grade_item_updated',
    ],
    [
        'eventname' => '\core\event\grade_item_deleted',
        'callback' => '\local_ltibadgeconnector\observer::course_changed',
    ],
    [
        'eventname' => '\core\event\course_module_completion_updated',
        'callback' => '\local_ltibadgeconnector\observer::activity_completion',
    ],
    [
        'eventname' => '\core\event\course_completed',
        'callback' => '\local_ltibadgeconnector\observer::course_completed',
    ],
    [
        'eventname' => '\core\event\competency_user_competency_rated_in_course',
        'callback' => '\local_ltibadgeconnector\observer::competency',
    ],
    [
        'eventname' => '\core\event\competency_evidence_created',
        'callback' => '\local_ltibadgeconnector\observer::competency',
    ],
    [
        'eventname' => '\core\event\user_enrolment_created',
        'callback' => '\local_ltibadgeconnector\observer::enrolment',
    ],
    [
        'eventname' => '\core\event\user_enrolment_updated',
        'callback' => '\local_ltibadgeconnector\observer::enrolment',
    ],
    [
        'eventname' => '\core\event\user_enrolment_deleted',
        'callback' => '\local_ltibadgeconnector\observer::enrolment',
    ],
    [
        'eventname' => '\core\event\group_member_added',
        'callback' => '\local_ltibadgeconnector\observer::group_member_added',
    ],
    [
        'eventname' => '\core\event\group_member_removed',
        'callback' => '\local_ltibadgeconnector\observer::group_member_removed',
    ],
    [
        'eventname' => '\core\event\role_assigned',
        'callback' => '\local_ltibadgeconnector\observer::role',
    ],
    [
        'eventname' => '\core\event\role_unassigned',
        'callback' => '\local_ltibadgeconnector\observer::role',
    ],
    [
        'eventname' => '\core\event\course_restored',
        'callback' => '\local_ltibadgeconnector\observer::course_restored',
    ],
    [
        'eventname' => '\core\event\course_module_updated',
        'callback' => '\local_ltibadgeconnector\observer::course_changed',
    ],
    [
        'eventname' => '\core\event\course_module_deleted',
        'callback' => '\local_ltibadgeconnector\observer::course_changed',
    ],
    [
        'eventname' => '\core\event\course_reset_ended',
        'callback' => '\local_ltibadgeconnector\observer::course_changed',
    ],
    [
        'eventname' => '\core\event\course_completion_updated',
        'callback' => '\local_ltibadgeconnector\observer::course_changed',
    ],
    [
        'eventname' => '\core\event\course_deleted',
        'callback' => '\local_ltibadgeconnector\observer::course_deleted',
    ],
    [
        'eventname' => '\core\event\user_deleted',
        'callback' => '\local_ltibadgeconnector\observer::user_deleted',
    ],
];
